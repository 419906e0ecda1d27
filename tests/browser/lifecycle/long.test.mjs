// A day of a stream that ends every 8.64 s, in a page whose clock runs ahead: 10,000 reconnects, and nothing grows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { protocol, startBrowser } from "./browser.mjs";

const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));

const RECONNECTS = 10_000;
const DAY = 24 * 3_600_000;

/** Each connection gives the next event and ends. */
const server = createServer(({ url, headers }, response) => {
  if (url === "/events") {
    const number = Number(headers["last-event-id"] ?? 0) + 1;
    response.setHeader("content-type", "text/event-stream");
    response.end(`retry: ${DAY / RECONNECTS}\nid: ${number}\ndata: ${number}\n\n`);
  } else if (url === "/index.js") {
    response.setHeader("content-type", "text/javascript").end(readFileSync(dist));
  } else {
    response.setHeader("content-type", "text/html").end("<!doctype html><title>A long day</title>");
  }
});

/** Runs in the page: every timer fires at once, and takes the clocks along; what WebAssembly has is kept at hand. */
function hurry() {
  let ahead = 0;
  const [now, date, later] = [performance.now.bind(performance), Date.now, setTimeout];
  performance.now = () => now() + ahead;
  Date.now = () => date() + ahead;
  globalThis.setTimeout = (callback, delay) => {
    ahead += delay;
    return later(callback, 0);
  };
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate(...args);
    globalThis.memory = Object.values(made.instance.exports).find((one) => one instanceof WebAssembly.Memory);
    return made;
  };
  globalThis.elapsed = () => ahead;
}

test("a day with 10,000 reconnects: each event once and in order, and no memory grows", {
  timeout: 300_000,
}, async (t) => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const browser = await startBrowser(t);
  const page = browser.context.pages()[0];
  const session = await protocol(browser.context, page);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(hurry);
  await page.evaluate(async () => {
    const { EventSource } = await import("/index.js");
    globalThis.last = 0;
    globalThis.outOfOrder = 0;
    globalThis.source = new EventSource("/events", { retry: { jitterRatio: 0 } });
    source.onmessage = ({ data }) => {
      outOfOrder += Number(data) === last + 1 ? 0 : 1;
      last = Number(data);
    };
  });
  const measure = async (count) => {
    await page.waitForFunction((least) => last >= least, count, { timeout: 250_000, polling: 100 });
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const wasm = await page.evaluate(() => memory.buffer.byteLength);
    return { heap: usedSize, wasm, closures: await functions(session) };
  };
  const early = await measure(RECONNECTS / 10);
  const late = await measure(RECONNECTS);
  assert.equal(await page.evaluate(() => outOfOrder), 0);
  assert.ok((await page.evaluate(() => elapsed())) >= DAY * 0.99);
  assert.equal(late.wasm, early.wasm, "WebAssembly's memory");
  assert.ok(late.closures < early.closures + 20, `live functions: ${early.closures}, then ${late.closures}`);
  assert.ok(late.heap < early.heap + 500_000, `JavaScript's heap: ${early.heap}, then ${late.heap}`);
  t.diagnostic(`heap ${early.heap} and ${late.heap}, WebAssembly ${late.wasm} bytes`);
  t.diagnostic(`live functions ${early.closures} and ${late.closures}`);
});

/** How many functions are alive in the page, closures and bound ones too. */
async function functions(session) {
  const { result } = await session.send("Runtime.evaluate", { expression: "Function.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  const functionDeclaration = "function () { return this.length; }";
  const counted = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration,
    returnByValue: true,
  });
  await session.send("Runtime.releaseObject", { objectId: objects.objectId });
  return counted.result.value;
}
