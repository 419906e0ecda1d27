// Streams whose one event is large, refusals, and the package's files.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const NOTES = 3000;

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** What a client reads at once. */
const PIECE = 64 << 10;

/** Short notes, each in a piece of the stream that is otherwise full of something else. */
function notes() {
  const text = Array.from({ length: NOTES }, (_, index) => {
    const note = `event: note\nid: ${index}\ndata: ${`${index} `.padEnd(10 + (index % 31), ".")}\n\n`;
    return `${note}data: ${"y".repeat(PIECE - note.length - "data: \n\n".length)}\n\n`;
  });
  return text.join("");
}

const event = (bytes) => `data: ${"x".repeat(bytes)}\n\n`;

const PAGE = '<!doctype html><title>Released</title><script type="module" src="/page.js"></script>';

const script = fileURLToPath(new URL("page.js", import.meta.url));

/** What a path answers; all but the refusals stay open. */
const ANSWERS = {
  "/event": { text: event(60_000) },
  "/short": { text: event(10) },
  "/giant-id": { text: `id: more than 12 characters\n${event(48 << 20)}` },
  "/giant": { text: event(48 << 20) },
  "/invalid": { text: Buffer.concat([Buffer.from("data: "), Buffer.alloc(60 << 20, 0xff), Buffer.from("\n\n")]) },
  "/notes": { text: notes() },
  "/204": { status: 204 },
  "/401": { status: 401 },
  "/500": { status: 500 },
};

/** `packaged` is the folder of the package. */
export async function startServer(packaged) {
  let open = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://server");
    const answer = ANSWERS[pathname];
    if (answer) {
      open += 1;
      request.socket.once("close", () => {
        open -= 1;
      });
      const { status = 200, text } = answer;
      // A connection that is kept for the next request would count as one that is left.
      response.writeHead(status, { "content-type": "text/event-stream", connection: "close" });
      text ? response.write(text) : response.end();
      return;
    }
    const file = pathname === "/page.js" ? script : join(packaged, pathname);
    if (pathname === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    } else if (existsSync(file) && TYPES[extname(file)]) {
      response.writeHead(200, { "content-type": TYPES[extname(file)] }).end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    get open() {
      return open;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
