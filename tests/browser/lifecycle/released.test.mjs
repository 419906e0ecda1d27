// What a source held is let go with it: objects are counted by the browser's protocol, not guessed from megabytes. The
// figures of each test are printed; PACKAGE=<folder of another release> gives that one's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "./released/scene.mjs";
import { NOTES } from "./released/server.mjs";

/** Bytes of JavaScript that many sources may leave. */
const HEAP = 300_000;
/** The package's own code and tables, before and after. */
const WARM_UP = 100;
/** Entries of the table of JavaScript values that WebAssembly holds. */
const TABLE = 2048;
/** The memory of a core that has nothing large to hold, in bytes. */
const SMALL_MEMORY = 2 << 20;

/** Bytes of the process that 3,000 short notes may take; their chunks are 196 MB. Allocators keep some of what was freed. */
const MEMORY_OF_NOTES = 40_000_000;

async function scene(t, options) {
  const opened = await openScene(options);
  t.after(opened.end);
  return opened;
}

/** Of the process, once it has given back what it can: the text of a chunk is no part of the JavaScript heap. */
async function settledMemory(opened) {
  await opened.heap();
  await opened.purge();
  return opened.processMemory("RssAnon");
}

/** Makes many sources and ends them, after as many as it takes to have everything in place; gives what stayed. */
async function leftOf(t, opened, options) {
  const { entry } = options;
  await opened.make({ ...options, count: Math.min(WARM_UP, options.count) });
  await opened.closuresLeft();
  const before = { heap: await opened.heap(), memory: await opened.memory() };
  await opened.make(options);
  const left = {
    closures: await opened.closuresLeft(),
    sources: await opened.count("EventSource.prototype"),
    responses: await opened.count("Response.prototype"),
    heap: (await opened.heap()) - before.heap,
    memory: (await opened.memory()) - before.memory,
    table: await opened.table(),
    connections: await opened.connectionsLeft(),
  };
  t.diagnostic(`${entry ?? "index"}, ${options.count} sources, ${options.way}: ${JSON.stringify(left)}`);
  return left;
}

function assertNothing({ closures, sources, responses, heap, memory, table, connections }) {
  assert.deepEqual(
    { closures, sources, responses, connections },
    { closures: 0, sources: 0, responses: 0, connections: 0 },
  );
  assert.ok(heap < HEAP, `${heap} bytes of JavaScript are left`);
  assert.ok(memory <= 0, `WebAssembly memory grew by ${memory} bytes`);
  assert.ok(table <= TABLE, `the table of WebAssembly has ${table} entries`);
}

test("10,000 sources with an event of 60 kB each, opened and closed, leave nothing", {
  timeout: 200_000,
}, async (t) => {
  assertNothing(await leftOf(t, await scene(t), { way: "close", count: 10_000, path: "/event" }));
});

const WAYS = [
  ["an aborted signal", { way: "abort", path: "/short" }],
  ["a loop that is left", { way: "loop", path: "/short" }],
  ["a 204", { way: "refused", path: "/204" }],
  ["a 401", { way: "refused", path: "/401" }],
  ["a 500", { way: "refused", path: "/500" }],
];

test("whatever ends sources, they leave nothing", { timeout: 200_000 }, async (t) => {
  const opened = await scene(t);
  for (const [what, options] of WAYS) {
    await t.test(what, async (t) => {
      assertNothing(await leftOf(t, opened, { ...options, count: 500 }));
    });
  }
});

for (const [what, options, count] of [
  ["a worker", { isWorker: true }, 1000],
  ["no-wasm", { entry: "no-wasm" }, 500],
  ["external", { entry: "external" }, 500],
]) {
  test(`the same holds for ${what}`, { timeout: 200_000 }, async (t) => {
    const opened = await scene(t, options);
    assertNothing(await leftOf(t, opened, { ...options, way: "close", count, path: "/event" }));
  });
}

test("sources that share a connection leave nothing", { timeout: 200_000 }, async (t) => {
  const opened = await scene(t, { entry: "shared" });
  const options = { entry: "shared", way: "close", count: 300, path: "/short", shared: "name" };
  assertNothing(await leftOf(t, opened, options));
});

test("sources that nobody can observe are collected without being closed, and their connections end", async (t) => {
  const opened = await scene(t);
  await opened.make({ way: "forgotten", count: 60, path: "/short" });
  const deadline = Date.now() + 15_000;
  let left;
  do {
    left = {
      closures: await opened.closuresLeft(),
      sources: await opened.count("EventSource.prototype"),
      connections: opened.server.open,
    };
  } while (Object.values(left).some((count) => count > 0) && Date.now() < deadline);
  t.diagnostic(`forgotten sources: ${JSON.stringify(left)}`);
  assert.deepEqual(left, { closures: 0, sources: 0, connections: 0 });
});

test("at the end of the next task a closed source has no listener on the page, nor has one that failed for good", async (t) => {
  const opened = await scene(t);
  await opened.make({ way: "close", count: 1, path: "/short" });
  const before = await opened.listeners();
  for (const path of ["/204", "/401", "/500"]) {
    await opened.make({ way: "refused", count: 3, path });
    assert.equal(await opened.listeners(), before, `after ${path}`);
  }
  await opened.evaluate(`new Promise((resolve) => {
    globalThis.source = new EventSource("/short");
    source.onmessage = resolve;
  })`);
  assert.ok((await opened.listeners()) > before, "an open source listens to the page");
  await opened.evaluate("source.close(); new Promise((resolve) => setTimeout(resolve))");
  assert.equal(await opened.listeners(), before, "after close()");
});

test("a giant event does not make WebAssembly memory large, not even while its source is open", {
  timeout: 60_000,
}, async (t) => {
  const opened = await scene(t);
  const length = await opened.evaluate(`new Promise((resolve) => {
    globalThis.source = new EventSource("/giant");
    source.onmessage = ({ data }) => resolve(data.length);
  })`);
  assert.equal(length, 48 << 20);
  const memory = await opened.memory();
  t.diagnostic(`WebAssembly memory after an event of 48 MiB, its source open: ${memory}`);
  assert.ok(memory < SMALL_MEMORY, `${memory} bytes`);
  await opened.evaluate("source.close()");
});

test("an ID that an app keeps does not keep the giant event that it came with", { timeout: 60_000 }, async (t) => {
  const opened = await scene(t);
  await opened.make({ way: "close", count: 1, path: "/giant" });
  const before = await settledMemory(opened);
  // A loop gets the package's own strings; the browser copies those of a `MessageEvent`.
  await opened.evaluate(`(async () => {
    for await (const { lastEventId } of new EventSource("/giant-id")) {
      globalThis.kept = lastEventId;
      break;
    }
  })()`);
  const grown = (await settledMemory(opened)) - before;
  t.diagnostic(`after the ID of an event of 48 MiB was kept: ${grown} bytes more`);
  assert.equal(await opened.evaluate("kept"), "more than 12 characters");
  assert.ok(grown < 24 << 20, `${grown} bytes`);
});

/** Each bad byte becomes a character of three bytes, so the default limit stops it. */
for (const [what, options] of [
  ["that is refused", { way: "failed" }],
  ["that is let through", { way: "close", maxBufferSize: 255 << 20 }],
]) {
  const name = `an event of 60 MiB that is no UTF-8, and ${what}, takes less than ten times as much`;
  test(name, { timeout: 60_000 }, async (t) => {
    const opened = await scene(t);
    await opened.make({ way: "close", count: 1, path: "/short" });
    const before = await opened.processMemory("VmHWM");
    await opened.make({ count: 1, path: "/invalid", ...options });
    const times = ((await opened.processMemory("VmHWM")) - before) / (60 << 20);
    const memory = await opened.memory();
    t.diagnostic(`an invalid event of 60 MiB took ${times.toFixed(1)} times as much; WebAssembly memory: ${memory}`);
    assert.ok(times < 10, `${times} times`);
  });
}

for (const how of ["listener", "loop", "ids"]) {
  test(`short strings kept of large chunks keep no chunk: ${how}`, { timeout: 60_000 }, async (t) => {
    const opened = await scene(t);
    await opened.make({ way: "close", count: 1, path: "/short" });
    const before = await settledMemory(opened);
    const options = JSON.stringify({ path: "/notes", count: NOTES, how });
    await opened.evaluate(`made.keepNotes(EventSource, ${options})`);
    const grown = (await settledMemory(opened)) - before;
    t.diagnostic(`${NOTES} notes kept (${how}): ${grown} bytes`);
    assert.ok(grown < MEMORY_OF_NOTES, `${grown} bytes`);
  });
}
