// Hidden pages keep their connection, or let it go and come back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, hide, numbered, opened, until } from "./page-with-source.mjs";

test("openWhenHidden: false lets the connection go while the page is hidden, and loses nothing", async (t) => {
  const scene = await opened(t, { openWhenHidden: false });
  await hide(scene);
  await scene.scenario.log("open:0");
  await scene.page.bringToFront();
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.deepEqual(seen, ["open", "1", "2", "3", "open", ...ALL.slice(3)]);
  const { requests, maxOpen } = await scene.scenario.log();
  assert.deepEqual([requests.length, requests[1].lastEventId, maxOpen], [2, "3", 1]);
});

test("openWhenHidden in ms lets it go later", async (t) => {
  const scene = await opened(t, { openWhenHidden: 1500 });
  const since = Date.now();
  await hide(scene);
  await scene.scenario.log("open:0");
  assert.ok(Date.now() - since >= 1400, `after ${Date.now() - since} ms`);
});

test("by default the stream goes on in a hidden page", async (t) => {
  const scene = await opened(t);
  await hide(scene);
  await scene.scenario.signal("more");
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.deepEqual(seen, ["open", ...ALL]);
});

test("a hidden page whose timers are throttled comes back within 2 s of a drop", async (t) => {
  const scene = await opened(t, { retry: { initialDelay: 200 } }, numbered({ reset: true }));
  await hide(scene);
  const ticks = scene.page.evaluate(async () => {
    const since = performance.now();
    for (let tick = 0; tick < 3; tick += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now() - since;
  });
  assert.ok((await ticks) > 1500, `its timers are throttled: ${await ticks} ms for three of 10`);
  await scene.scenario.signal("more");
  const since = Date.now();
  await until(scene.page, (all) => all.includes("9"));
  assert.ok(Date.now() - since < 2500, `${Date.now() - since} ms`);
});
