// A stream of numbered events that can be resumed, and pages of its origin. It counts connections.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const dist = (name) => readFileSync(new URL(`../../../dist/${name}`, import.meta.url), "utf8");

/** Ends with the test. */
export async function startServer(t) {
  const scripts = { "/index.js": dist("index.js"), "/shared.js": dist("shared.js") };
  const streams = new Map();
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname in scripts) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(scripts[pathname]);
    } else if (streams.has(pathname)) {
      streams.get(pathname).answer(request, response);
    } else {
      response
        .writeHead(200, { "content-type": "text/html", "cache-control": "max-age=60" })
        .end("<!doctype html><title>page</title>");
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** A stream at a path of its own. */
    stream(refuse) {
      const stream = new Stream(`/events/${streams.size + 1}`, refuse);
      streams.set(stream.path, stream);
      return stream;
    },
  };
}

class Stream {
  published = 0;
  written = 0;
  requests = [];
  mostOpen = 0;
  #open = new Set();
  #refuse;

  /** `refuse` says, by status, which requests are not for us; undefined accepts. */
  constructor(path, refuse = () => undefined) {
    this.path = path;
    this.#refuse = refuse;
  }

  get open() {
    return this.#open.size;
  }

  /** Settles when so many requests have come. */
  async asked(count) {
    const end = Date.now() + 10_000;
    while (this.requests.length < count) {
      assert.ok(Date.now() < end, `${this.requests.length} requests instead of ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  answer(request, response) {
    const { authorization, "last-event-id": lastEventId, "x-tab": tab } = request.headers;
    this.requests.push({ authorization, lastEventId, tab, at: performance.now() });
    const status = this.#refuse(request, this.requests.length);
    if (status) {
      response.writeHead(status, { "content-type": "text/plain", "x-why": "so" }).end("no");
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    // The first one begins now; who has an ID resumes.
    for (let id = Number(lastEventId ?? this.published) + 1; id <= this.published; id++) {
      this.#write(response, event(id));
    }
    this.#open.add(response);
    this.mostOpen = Math.max(this.mostOpen, this.#open.size);
    response.on("close", () => this.#open.delete(response));
  }

  publish(count = 1) {
    for (let index = 0; index < count; index++) {
      this.published++;
      for (const response of this.#open) {
        this.#write(response, event(this.published));
      }
    }
  }

  #write(response, text) {
    this.written += text.length;
    response.write(text);
  }

  cut() {
    for (const response of this.#open) {
      response.destroy();
    }
  }
}

const event = (id) => `id: ${id}\ndata: ${id}\n\n`;
