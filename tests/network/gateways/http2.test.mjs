// A server that speaks HTTP/2 itself, and ends streams in every way that the protocol has.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage } from "../../browser/e2e/chromium.mjs";
import { absent, certificate } from "./gateways.mjs";

const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));
const skip = absent("openssl");

const folder = mkdtempSync(join(tmpdir(), "http2-"));
const sessions = new Set();
let server;
let origin;
/** What the server does with a request for events. */
let serve;

before(async () => {
  if (skip) {
    return;
  }
  const { key, cert } = certificate(folder);
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  server = createSecureServer({ ...tls, settings: { maxConcurrentStreams: 250 } }, (request, response) => {
    if (request.url === "/events") {
      serve(response.stream, Number(request.headers["last-event-id"] ?? 0));
    } else {
      const isScript = request.url === "/index.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? readFileSync(dist) : "<!doctype html><title>HTTP/2</title>");
    }
  });
  server.on("session", (session) => sessions.add(session.on("error", () => {})));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `https://127.0.0.1:${server.address().port}`;
});

after(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const session of sessions) {
    session.destroy();
  }
  await new Promise((resolve) => (server ? server.close(resolve) : resolve()));
});

const LAST = 9;
const ALL = Array.from({ length: LAST }, (_, index) => `${index + 1}`);

/** Three events after the last one that the client has. */
function give(stream, lastEventId) {
  stream.on("error", () => {});
  stream.respond({ ":status": 200, "content-type": "text/event-stream" });
  const events = ALL.slice(lastEventId, lastEventId + 3);
  stream.write(events.map((data) => `id: ${data}\ndata: ${data}\n\n`).join(""));
  return lastEventId + 3 >= LAST;
}

/** A stream that gives three events, and then `end` strikes. */
const afterEvents = (end) => (stream, lastEventId) => {
  // Chromium throws away what it has not handed over when a stream is reset.
  give(stream, lastEventId) || setTimeout(end, 300, stream);
};

/** The same where each second request is struck before its head. */
function beforeHead(end) {
  let requests = 0;
  return (stream, lastEventId) => {
    requests += 1;
    if (requests % 2 === 0) {
      stream.on("error", () => {});
      end(stream);
    } else {
      give(stream, lastEventId) || setTimeout(() => stream.end(), 50);
    }
  };
}

const ENDS = {
  "a reset without an error": afterEvents((stream) => stream.close(constants.NGHTTP2_NO_ERROR)),
  "a reset as cancelled": afterEvents((stream) => stream.close(constants.NGHTTP2_CANCEL)),
  "a reset by an internal error": afterEvents((stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)),
  "a refusal before the head": beforeHead((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM)),
  "a reset before the head": beforeHead((stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)),
  "GOAWAY, and then the end of the stream": afterEvents((stream) => {
    stream.session.goaway();
    stream.end();
  }),
  "the loss of the whole connection": afterEvents((stream) => stream.session.destroy()),
};

for (const [what, served] of Object.entries(ENDS)) {
  test(`HTTP/2: ${what} is lived through, and nothing is lost`, { skip }, async (t) => {
    serve = served;
    const page = await openPage(t, { ignoreHTTPSErrors: true });
    await page.goto(`${origin}/`);
    const heard = await page.evaluate(
      async ([last, timeout]) => {
        const { EventSource } = await import("/index.js");
        const events = [];
        return new Promise((resolve) => {
          const source = new EventSource("/events", { retry: { initialDelay: 50 } });
          source.onmessage = ({ data }) => {
            events.push(data);
            data === last && resolve(events);
          };
          source.onerror = ({ reason }) => source.readyState === EventSource.CLOSED && resolve([...events, reason]);
          setTimeout(() => resolve([...events, "no more"]), timeout);
        });
      },
      [`${LAST}`, 20_000],
    );
    assert.deepEqual(heard, ALL);
    assert.equal(await page.evaluate(() => performance.getEntriesByType("navigation")[0].nextHopProtocol), "h2");
  });
}

test("HTTP/2: two hundred sources at once hear all their events, and leave no stream when they are closed", {
  skip,
}, async (t) => {
  const open = new Set();
  serve = (stream, lastEventId) => {
    open.add(stream.on("close", () => open.delete(stream)));
    give(stream, lastEventId);
  };
  const page = await openPage(t, { ignoreHTTPSErrors: true });
  await page.goto(`${origin}/`);
  const heard = await page.evaluate(async () => {
    const { EventSource } = await import("/index.js");
    globalThis.sources = Array.from({ length: 200 }, () => new EventSource("/events"));
    const three = (source) =>
      new Promise((resolve) => {
        const events = [];
        source.onmessage = ({ data }) => events.push(data) === 3 && resolve(events.join());
      });
    return Promise.all(sources.map(three));
  });
  assert.deepEqual([...new Set(heard)], ["1,2,3"]);
  assert.equal(heard.length, 200);
  assert.equal(open.size, 200, "all at once");
  await page.evaluate(() => {
    for (const source of globalThis.sources) {
      source.close();
    }
  });
  for (const end = Date.now() + 5000; open.size > 0; ) {
    assert.ok(Date.now() < end, `${open.size} streams are still open`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
