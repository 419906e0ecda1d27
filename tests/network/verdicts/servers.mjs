// Servers as people write them, with one stream whose handler looks at no method: what each was asked, and what is open.

import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Installs the packages of this folder, unless they are there. */
export function install() {
  const installed = here("node_modules/.package-lock.json");
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(here("package-lock.json")).mtimeMs) {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: here("."), stdio: "inherit" });
  }
}

const FIRST = "data: hi\n\n";

/** Each gives a listener of Node's server; `allow` sets the CORS header, or nothing. */
export const FRAMEWORKS = {
  async "plain Node"(allow) {
    return (_request, response) => {
      allow((name, value) => response.setHeader(name, value));
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(FIRST);
    };
  },

  async Express(allow) {
    const { default: express } = await import("express");
    const app = express();
    app.get("/events", (_request, response) => {
      allow((name, value) => response.set(name, value));
      response.set("Cache-Control", "no-store").type("text/event-stream");
      response.write(FIRST);
    });
    return app;
  },

  async Fastify(allow) {
    const { default: fastify } = await import("fastify");
    let listener;
    const app = fastify({
      serverFactory(handler) {
        listener = handler;
        return createServer();
      },
    });
    app.get("/events", (_request, reply) => {
      allow((name, value) => reply.header(name, value));
      const stream = new PassThrough();
      stream.write(FIRST);
      return reply.header("Cache-Control", "no-store").type("text/event-stream").send(stream);
    });
    await app.ready();
    return listener;
  },

  async Koa(allow) {
    const { default: Koa } = await import("koa");
    const app = new Koa();
    // It tells of every client that leaves.
    app.silent = true;
    app.use((context) => {
      allow((name, value) => context.set(name, value));
      context.set("Cache-Control", "no-store");
      context.type = "text/event-stream";
      context.body = new PassThrough();
      context.body.write(FIRST);
    });
    return app.callback();
  },
};

/**
 * A server that ends with the test. `cuts` says whether a request is cut instead of answered, by its number.
 *
 * `requests` has the methods that came, `open` how many of them are not over.
 */
export async function serve(t, framework, { cors = false, cuts = () => false } = {}) {
  const listener = await FRAMEWORKS[framework]((set) => cors && set("Access-Control-Allow-Origin", "*"));
  const seen = { requests: [], open: 0 };
  const server = createServer((request, response) => {
    seen.requests.push(request.method);
    seen.open += 1;
    response.on("close", () => {
      seen.open -= 1;
    });
    if (cuts(seen.requests.length)) {
      request.socket.resetAndDestroy();
    } else {
      listener(request, response);
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(seen, { framework, host: `127.0.0.1:${server.address().port}` });
}
