// Each entry of the packed package, imported by its name on a page in Chromium: no bundler, an import map made of the
// package's own `exports`.

import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { openPage } from "./chromium.mjs";
import { app, importMap, installed } from "./installed.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const NO_WASM = "script-src 'self' 'unsafe-inline'";
const FOREVER = { responses: [], otherwise: { body: [{ write: "id: 7\ndata: first\n\n" }, { hold: true }] } };
/** Chromium now and then keeps a connection for 5 s that it was told to drop, in the hope to use it again. */
const LAST_SOCKET = 10_000;

let server;

before(async () => {
  server = await startScenarioServer({ pages });
});

after(() => server?.close());

/** The package's files, and a page whose Content-Security-Policy is its query. */
function pages({ url }, response) {
  const { pathname, searchParams } = new URL(url, "http://app");
  const file = join(app, pathname);
  if (pathname === "/app.html") {
    const policy = searchParams.get("policy");
    const head = policy ? { "content-security-policy": policy } : {};
    const html = `<!doctype html><title>app</title><script type="importmap">${JSON.stringify(importMap())}</script>`;
    response.writeHead(200, { "content-type": "text/html", ...head }).end(html);
    return true;
  }
  if (!pathname.startsWith("/node_modules/") || !existsSync(file) || !statSync(file).isFile()) {
    return false;
  }
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(readFileSync(file));
  return true;
}

/** Runs a function on a page of its own; it gets what the test gives. */
async function onPage(t, work, given, policy = "") {
  const page = await openPage(t);
  await page.goto(`${server.origin}/app.html?${new URLSearchParams({ policy })}`);
  return page.evaluate(work, given);
}

/** The first event's data, by the class of an entry. */
async function firstData([entry, url]) {
  const { EventSource, init } = await import(entry);
  await init?.();
  const source = new EventSource(url);
  const { data } = await new Promise((resolve, reject) => {
    source.onmessage = resolve;
    source.onerror = ({ message }) => reject(new Error(message));
  });
  source.close();
  return data;
}

for (const entry of ["eventsource-wasm", "eventsource-wasm/external", "eventsource-wasm/no-wasm"]) {
  test(`${entry} streams`, async (t) => {
    const { url } = await server.create(FOREVER);
    assert.equal(await onPage(t, firstData, [entry, url]), "first");
  });
}

test("no entry needs 'unsafe-eval', or even 'wasm-unsafe-eval'", async (t) => {
  const { url } = await server.create(FOREVER);
  for (const entry of ["eventsource-wasm", "eventsource-wasm/external", "eventsource-wasm/no-wasm"]) {
    for (const policy of [NO_WASM, `${NO_WASM} 'wasm-unsafe-eval'`]) {
      assert.equal(await onPage(t, firstData, [entry, url], policy), "first");
    }
  }
});

test("eventsource-wasm/external loads its file with the first source", async (t) => {
  const { url } = await server.create(FOREVER);
  const opened = await onPage(
    t,
    async (url) => {
      const { EventSource } = await import("eventsource-wasm/external");
      const source = new EventSource(url);
      return new Promise((resolve) => {
        source.onopen = () => resolve(source.readyState);
        source.onerror = ({ message }) => resolve(message);
      });
    },
    url,
  );
  assert.equal(opened, 1);
});

test("eventsource-wasm/external says what it lacks, and may be asked again", async (t) => {
  const { url } = await server.create(FOREVER);
  const [missing, readyStates] = await onPage(
    t,
    async (url) => {
      const { EventSource, init } = await import("eventsource-wasm/external");
      const messageOf = (error) => error.message;
      const construct = () => new EventSource(url);
      const missing = await init("/nowhere.wasm").catch(messageOf);
      await Promise.all([init(), init()]);
      const sources = [construct(), construct()];
      return [missing, sources.map(({ readyState }) => readyState)];
    },
    url,
  );
  assert.match(missing, /\/nowhere\.wasm/);
  assert.deepEqual(readyStates, [0, 0]);
});

test("eventsource-wasm/external loads the exported file from where it is told", async (t) => {
  const ready = await onPage(
    t,
    async (file) => {
      const { EventSource, init } = await import("eventsource-wasm/external");
      await init(file);
      return new EventSource("/page").readyState;
    },
    join("/node_modules/eventsource-wasm", installed.exports["./eventsource_wasm.wasm"]),
  );
  assert.equal(ready, 0);
});

test("eventsource-wasm/stream turns a response's bytes, or its text, into events", async (t) => {
  const text = "retry: 7\n\nevent: price\nid: 1\ndata: 3 €\n\ndata: 😀\ndata: second line\n\ndata: unfinished";
  const body = [...Buffer.from(text)].map((byte) => ({ bytes: Buffer.of(byte).toString("base64") }));
  const { url } = await server.create({ responses: [{ body }, { body }] });
  const read = await onPage(
    t,
    async (url) => {
      const { EventSourceParserStream } = await import("eventsource-wasm/stream");
      const all = [];
      for (const decoders of [[], [new TextDecoderStream()]]) {
        let { body: stream } = await fetch(url);
        let retry;
        for (const transform of [...decoders, new EventSourceParserStream({ onRetry: (ms) => (retry = ms) })]) {
          stream = stream.pipeThrough(transform);
        }
        const events = [];
        for await (const event of stream) {
          events.push(event);
        }
        all.push([retry, events]);
      }
      return all;
    },
    url,
  );
  const events = [
    { type: "price", data: "3 €", lastEventId: "1", event: "price", id: "1" },
    { type: "message", data: "😀\nsecond line", lastEventId: "1", event: undefined, id: undefined },
  ];
  assert.deepEqual(read, [
    [7, events],
    [7, events],
  ]);
});

test("createParser of eventsource-wasm/stream calls back on a page, also by text and bytes at once", async (t) => {
  const calls = await onPage(t, async () => {
    const { createParser, EventSourceParserStream, ParseError } = await import("eventsource-wasm/stream");
    const calls = [];
    const { feed, reset } = createParser({
      onEvent: (event) => calls.push(event),
      onComment: (comment) => calls.push(comment),
      onError: (error) => calls.push([error instanceof ParseError, error.type, error.line]),
      onRetry: (milliseconds) => calls.push(milliseconds),
    });
    // While another one's WebAssembly is being compiled.
    new EventSourceParserStream();
    for (const byte of new TextEncoder().encode("retry: 5\n: a\nid: 1\ndata: 3 €\n\n")) {
      feed(Uint8Array.of(byte));
    }
    feed("data: 😀\n\nevent: large\ndata: ");
    feed("x".repeat(1_000_000));
    feed("\n\nunknown");
    reset({ consume: true });
    return calls.map((call) => (call.event === "large" ? call.data.length : call));
  });
  assert.deepEqual(calls, [
    5,
    "a",
    { id: "1", event: undefined, data: "3 €" },
    { id: undefined, event: undefined, data: "😀" },
    1_000_000,
    [true, "unknown-field", "unknown"],
  ]);
});

test("who stops to read eventsource-wasm/stream drops the connection", async (t) => {
  const scenario = await server.create(FOREVER);
  const data = await onPage(
    t,
    async (url) => {
      const { EventSourceParserStream } = await import("eventsource-wasm/stream");
      const { body } = await fetch(url);
      for await (const event of body.pipeThrough(new EventSourceParserStream())) {
        return event.data;
      }
    },
    scenario.url,
  );
  assert.equal(data, "first");
  await scenario.log("requests:1,open:0", LAST_SOCKET);
});

test("the classic script makes one global, on a page and in a classic worker", async (t) => {
  const { url } = await server.create(FOREVER);
  const script = new URL(join("/node_modules/eventsource-wasm", installed.unpkg), server.origin).href;
  const page = await openPage(t);
  await page.goto(`${server.origin}/app.html`);
  const before = await page.evaluate(() => Object.keys(globalThis));
  await page.addScriptTag({ url: script });
  assert.deepEqual(
    (await page.evaluate(() => Object.keys(globalThis))).filter((name) => !before.includes(name)),
    ["EventSourceWasm"],
  );
  const work = `new EventSourceWasm.EventSource("${url}").onmessage`;
  assert.equal(await page.evaluate(`new Promise((resolve) => { ${work} = ({ data }) => resolve(data); })`), "first");
  const inWorker = await page.evaluate((code) => {
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    return new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
  }, `importScripts("${script}"); ${work} = ({ data }) => postMessage(data);`);
  assert.equal(inWorker, "first");
});
