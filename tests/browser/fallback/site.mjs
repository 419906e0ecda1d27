// A site with the package's files and a stream, which a page's own policy may keep from compiling WebAssembly.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "../../support/until.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** Of each policy: what lets scripts run. */
export const POLICIES = {
  self: { policy: "script-src 'self'" },
  nonce: { policy: "script-src 'nonce-n1'", nonce: "n1" },
  "nonce and strict-dynamic": { policy: "script-src 'nonce-n1' 'strict-dynamic'", nonce: "n1" },
  "self and wasm-unsafe-eval": { policy: "script-src 'self' 'wasm-unsafe-eval'" },
  none: {},
};

/** `answers` are functions of the response, by the path whose answer is another one than the file. */
export async function startSite(t, { policy, nonce = "" } = {}, answers = {}) {
  const paths = [];
  const told = [];
  const headers = { "access-control-allow-origin": "*", ...(policy ? { "content-security-policy": policy } : {}) };
  let streams = 0;
  const countStream = (response) => {
    streams++;
    response.on("close", () => streams--);
  };
  const serve = (path, response) => {
    const file = here(path.startsWith("/dist/") ? `../../..${path}` : `pages${path}`);
    if (extname(file) && existsSync(file)) {
      response.writeHead(200, { "content-type": TYPES[extname(file)], ...headers }).end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://site");
    if (pathname === "/told") {
      request.setEncoding("utf8").on("data", (text) => told.push(...JSON.parse(text)));
      response.end();
      return;
    }
    paths.push(pathname);
    if (pathname in answers) {
      await answers[pathname](response);
    } else if (pathname === "/page") {
      response.writeHead(200, { "content-type": "text/html", ...headers }).end(pageOf(searchParams, nonce));
    } else if (pathname === "/events") {
      countStream(response);
      stream(request, response);
    } else {
      serve(pathname, response);
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    paths,
    count: (name) => paths.filter((path) => path.endsWith(name)).length,
    page: (script, query = {}) => `${origin}/page?${new URLSearchParams({ script, ...query })}`,
    serve,
    until,
    /** Begins a stream that says nothing. */
    hold: (response) => {
      countStream(response);
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    },
    /** From now on this path has its usual answer. */
    forget: (path) => delete answers[path],
    /** How many streams are open. */
    open: () => streams,
    /** What pages told, once one told the last of it. */
    told: async (last, timeout = 20_000) => {
      const texts = () => told.map(String);
      await until(texts, {
        holds: (seen) => seen.some((text) => text.startsWith(last)),
        timeout,
        what: () => `${texts().join(" | ")}; asked for: ${paths.join(" ")}`,
      });
      return texts();
    },
  };
}

/** `classic` are attributes of a classic script before the page's own, behind `html`. */
function pageOf(query, nonce) {
  const allowed = nonce && `nonce="${nonce}"`;
  const classic = query.get("classic");
  const script = classic ? `${query.get("html") ?? ""}<script ${allowed} ${classic}></script>` : "";
  return `<!doctype html><title>page</title>${script}<script ${allowed} type="module" src="/${query.get("script")}.js"></script>`;
}

/** An event after the last one; the first two streams end with it. */
function stream({ headers }, response) {
  const id = Number(headers["last-event-id"] ?? 0) + 1;
  response.writeHead(200, { "content-type": "text/event-stream", "access-control-allow-origin": "*" });
  response.write(`retry: 20\nid: ${id}\ndata: ${id}\n\n`);
  if (id < 3) {
    response.end();
  }
}
