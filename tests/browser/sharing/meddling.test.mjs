// Other code of the origin takes the lock, dispatches the browser's events and posts on the channel.

import assert from "node:assert/strict";
import { test } from "node:test";
import { had, opened, scene } from "./scene.mjs";
import { events, numbers, seenOn, until } from "./tabs.mjs";

test("a lock that is taken away is no reason to lose an event or to have one twice", async (t) => {
  const { stream, page } = await scene(t);
  await until(page, opened);
  stream.publish(3);
  await until(page, had(3));
  await page.evaluate(async () => {
    const { held } = await navigator.locks.query();
    navigator.locks.request(held[0].name, { steal: true }, () => new Promise(() => {}));
  });
  await stream.asked(2);
  assert.equal(stream.requests[1].lastEventId, "3");
  stream.publish(3);
  assert.deepEqual(events(await until(page, had(6))), numbers(1, 6));
});

test("a page's own events with the browser's names change nothing", async (t) => {
  const { stream, join, page } = await scene(t);
  await until(page, opened);
  const other = await join();
  await until(other, opened);
  for (const tab of [page, other]) {
    await tab.evaluate(() => {
      const widget = document.body.appendChild(document.createElement("div"));
      for (const type of ["freeze", "pagehide", "resume", "pageshow", "visibilitychange", "offline"]) {
        for (const target of [widget, document, globalThis]) {
          target.dispatchEvent(new CustomEvent(type, { bubbles: true }));
        }
      }
    });
  }
  stream.publish(2);
  for (const tab of [page, other]) {
    assert.deepEqual(await until(tab, had(2)), ["open", 1, 2]);
  }
  assert.equal(stream.requests.length, 1);
  const { held, pending } = await page.evaluate(() => navigator.locks.query());
  assert.deepEqual([held.length, pending.length], [1, 1]);
});

test("what makes no sense is ignored", async (t) => {
  const { stream, join, page } = await scene(t);
  await until(page, opened);
  const other = await join();
  await until(other, opened);
  await other.evaluate(async () => {
    const { held } = await navigator.locks.query();
    const channel = new BroadcastChannel(held[0].name);
    const payload = (more) => ({ segments: ["abc"], table: new Uint32Array([0, 0, 0, 0, 0, 3]), detail: {}, ...more });
    const nonsense = [
      payload({ segments: [7] }),
      payload({ segments: undefined }),
      payload({ table: [0, 0, 0, 0, 0, 3] }),
      payload({ table: new Uint32Array([0, 0, 0, 0, 0, 4]) }),
      payload({ table: new Uint32Array([0, 0, 0]) }),
      payload({ detail: undefined }),
      payload({ detail: { url: 7 } }),
      payload({ detail: { response: { headers: 7 } } }),
      7,
      null,
    ];
    const numbers = (...given) => Float64Array.from({ length: 11 }, (_, index) => given[index] ?? 0);
    const [lead, item, hello, welcome] = [0, 1, 2, 3].map((code) => numbers(code));
    for (const message of [
      ...[null, 7, "x", {}, [], [1], [lead], [[0], undefined, []], [Float64Array.of(0), undefined, []]],
      ...nonsense.map((one) => [item, undefined, [one]]),
      ...nonsense.map((one) => [welcome, "1", [one]]),
      [item, 7, []],
      [item, undefined, []],
      [hello, undefined, []],
      [welcome, undefined, [payload()]],
      [numbers(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), undefined, [payload()]],
      [numbers(1, Number.NaN, -1, 1e99, 2), undefined, [payload()]],
      [numbers(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7), "", [payload()]],
    ]) {
      channel.postMessage(message);
    }
  });
  stream.publish(2);
  assert.deepEqual(await until(other, had(2)), ["open", 1, 2]);
  assert.deepEqual(await until(page, had(2)), ["open", 1, 2]);
  assert.deepEqual(await seenOn(page), ["open", 1, 2]);
});
