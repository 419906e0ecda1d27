// Whoever listens keeps a source alive, for as long as it listens, and not longer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "./released/scene.mjs";

async function scene(t) {
  const opened = await openScene();
  t.after(opened.end);
  return opened;
}

/** Garbage is collected again and again meanwhile. */
async function untilCount(opened, sources) {
  const deadline = Date.now() + 15_000;
  let count;
  do {
    await opened.evaluate("gc({ type: 'major', execution: 'async' })");
    count = await opened.count("EventSource.prototype");
  } while (count !== sources && Date.now() < deadline);
  assert.equal(count, sources);
}

/** A source whose hidden listeners could still show themselves is not collected. */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("subscribers of source.when() hear every event, also beside `parse` and a loop", async (t) => {
  const opened = await scene(t);
  const had = await opened.evaluate(`(async () => {
    const source = new EventSource("/short", { parse: (text) => text.length });
    const loop = source.events("other");
    const seen = [];
    const ended = new AbortController();
    await new Promise((resolve) => {
      source.when("open").subscribe((event) => seen.push(event.type));
      source.when("message").map(({ data }) => data).subscribe((data) => { seen.push(data); resolve(); }, { signal: ended.signal });
    });
    loop.return();
    source.close();
    return [seen, source.when.length, Object.keys(EventSource.prototype).includes("when")];
  })()`);
  assert.deepEqual(had, [["open", 10], 1, true]);
});

const WAYS = {
  "a subscriber of when()": `source.when("message").subscribe(() => {}, { signal })`,
  "two subscribers of when()": `const observable = source.when("message");
    observable.subscribe(() => {}, { signal });
    observable.subscribe(() => {}, { signal })`,
  "a listener with a signal": `source.addEventListener("message", () => {}, { signal })`,
  "a capturing listener": `source.addEventListener("message", () => {}, { capture: true, signal })`,
  "a listener that is removed": `const listener = () => {};
    source.addEventListener("message", listener);
    signal.addEventListener("abort", () => kept[0]?.removeEventListener("message", listener));
    kept.push(source)`,
  "a handler": `source.onmessage = () => {};
    kept.push(source);
    signal.addEventListener("abort", () => { kept[0].onmessage = null; })`,
};

test("a source is kept by who listens, and collected when nobody does", { timeout: 200_000 }, async (t) => {
  const opened = await scene(t);
  for (const [what, listen] of Object.entries(WAYS)) {
    await t.test(what, async () => {
      await opened.evaluate(`(() => {
        globalThis.ending = new AbortController();
        const { signal } = ending;
        const kept = globalThis.kept = [];
        const source = new EventSource("/short");
        ${listen};
      })()`);
      await pause(4000);
      await untilCount(opened, 1);
      await opened.evaluate("ending.abort(), kept.length = 0, delete globalThis.ending");
      await untilCount(opened, 0);
    });
  }
});

test("a listener that is called once keeps a source until then", { timeout: 60_000 }, async (t) => {
  const opened = await scene(t);
  await opened.evaluate(`(() => {
    new EventSource("/short").addEventListener("never", () => {}, { once: true });
    new EventSource("/short").addEventListener("message", () => {}, { once: true });
  })()`);
  await pause(4000);
  await untilCount(opened, 1);
});

test("a source that listens to itself anew each time hears every event", async (t) => {
  const opened = await scene(t);
  const count = await opened.evaluate(`(async () => {
    const source = new EventSource("/notes");
    let count = 0;
    await new Promise((resolve) => {
      const again = () => {
        count += 1;
        count < 1000 ? source.addEventListener("note", again, { once: true }) : resolve();
      };
      again();
    });
    source.close();
    return count;
  })()`);
  assert.equal(count, 1000);
});
