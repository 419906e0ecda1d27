// The server of the hostile cases: pages, the package's files, and one numbered stream for each case, whose connections it
// counts. It tells of a case whatever the client says, so a client that lies to itself is found out.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SCENES } from "./scenes.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Ms between two chunks of a stream. */
const PACE = 25;
const EVENTS_IN_A_CHUNK = 3;
/** Chunks before a scene's cut. */
const BEFORE_THE_CUT = 2;

const TYPES = {
  ".js": "text/javascript;charset=utf-8",
  ".html": "text/html;charset=utf-8",
  ".wasm": "application/wasm",
};

/** `packaged` is the folder of the package, as it is installed. */
export async function startServer(packaged) {
  /** By the names of cases: connections that are open, and requests so far. */
  const seen = new Map();
  const of = (name) => seen.get(name) ?? seen.set(name, { open: 0, requests: 0 }).get(name);

  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://server");
    if (url.pathname === "/stream") {
      stream(request, response, url.searchParams);
    } else if (url.pathname === "/seen") {
      const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
      response.writeHead(200, headers).end(JSON.stringify(of(url.searchParams.get("case"))));
    } else {
      file(url.pathname, response);
    }
  });
  server.requestTimeout = 0;

  function stream(request, response, query) {
    const counted = of(query.get("case"));
    const {
      status,
      isLost,
      type = "text/event-stream",
      isCut,
    } = SCENES[query.get("scene")][counted.requests] ?? { status: 200 };
    counted.requests += 1;
    counted.open += 1;
    let timer;
    request.socket.once("close", () => {
      counted.open -= 1;
      clearInterval(timer);
    });
    request.resume();
    if (isLost) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, {
      "content-type": type,
      "cache-control": "no-store",
      // A connection that is kept for the next request would count as one too many.
      connection: "close",
    });
    if (status !== 200) {
      response.end("refused");
      return;
    }
    let next = (Number(request.headers["last-event-id"] ?? query.get("from")) || 0) + 1;
    let chunks = 0;
    const write = () => {
      let text = "";
      for (let count = 0; count < EVENTS_IN_A_CHUNK; count += 1, next += 1) {
        // Every third has a name.
        text += `${next % 3 === 0 ? "event: tick\n" : ""}id: ${next}\ndata: ${next}\n\n`;
      }
      response.write(text);
      chunks += 1;
      if (isCut && chunks === BEFORE_THE_CUT) {
        clearInterval(timer);
        response.end();
      }
    };
    write();
    timer = setInterval(write, PACE);
  }

  function file(path, response) {
    const name = path.startsWith("/package/") ? join(packaged, path.slice("/package/".length)) : join(here, path);
    if (!existsSync(name) || !TYPES[extname(name)]) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(name)] }).end(readFileSync(name));
  }

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
