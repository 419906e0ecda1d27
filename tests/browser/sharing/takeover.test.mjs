// The leader is closed, killed, frozen, cached or hidden, in a browser that really does so: another tab goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { protocol, startBrowser } from "../lifecycle/browser.mjs";
import { startServer } from "./server.mjs";
import { events, numbers, openTab, seenOn, until } from "./tabs.mjs";

/** Two tabs that have had events 1 to 3, by the first one's connection. */
async function twoTabs(t, init = {}) {
  const server = await startServer(t);
  const { context } = await startBrowser(t);
  const stream = server.stream();
  const first = await openTab(context, server, stream, init);
  await until(first, (seen) => seen.includes("open"));
  const second = await openTab(context, server, stream, init);
  await until(second, (seen) => seen.includes("open"));
  stream.publish(3);
  for (const tab of [first, second]) {
    assert.deepEqual(await until(tab, (seen) => seen.includes(3)), ["open", 1, 2, 3]);
  }
  assert.equal(stream.requests.length, 1);
  return { server, context, stream, first, second };
}

/** A cached page is not loaded, so Playwright would wait for ever. */
const back = (page) => page.evaluate(() => history.back()).catch(() => {});

/** The second tab goes on within a second with the last event ID, and there is never more than one connection. */
async function goesOn({ stream, second }, since) {
  await stream.asked(2);
  stream.publish(3);
  const seen = await until(second, (all) => all.includes(6));
  assert.deepEqual(seen, ["open", 1, 2, 3, "open", 4, 5, 6]);
  const [, taken, ...others] = stream.requests;
  assert.deepEqual([taken.lastEventId, others.length, stream.open], ["3", 0, 1]);
  assert.ok(taken.at - since < 1000, `after ${taken.at - since} ms`);
}

test("the leader's tab is closed", async (t) => {
  const scene = await twoTabs(t);
  const since = performance.now();
  await scene.first.close();
  await goesOn(scene, since);
});

test("the leader's source is closed, which concerns its tab only", async (t) => {
  const scene = await twoTabs(t);
  const since = performance.now();
  await scene.first.evaluate(() => source.close());
  await goesOn(scene, since);
  assert.deepEqual(await seenOn(scene.first), ["open", 1, 2, 3]);
  await scene.second.evaluate(() => source.close());
  await scene.second.waitForTimeout(200);
  assert.equal(scene.stream.open, 0, "the connection ends with its last user");
});

test("the leader's tab goes elsewhere", async (t) => {
  const scene = await twoTabs(t);
  const since = performance.now();
  await scene.first.goto("about:blank");
  await goesOn(scene, since);
});

test("the leader's tab crashes", async (t) => {
  const scene = await twoTabs(t);
  const session = await protocol(scene.context, scene.first);
  const since = performance.now();
  session.send("Page.crash").catch(() => {});
  await goesOn(scene, since);
});

test("the leader's tab is frozen, and comes back as a follower that has missed nothing", async (t) => {
  const scene = await twoTabs(t);
  const session = await protocol(scene.context, scene.first);
  const since = performance.now();
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await goesOn(scene, since);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  const seen = await until(scene.first, (all) => all.includes(6));
  assert.deepEqual(seen, ["open", 1, 2, 3, "open", 4, 5, 6]);
  assert.equal(scene.stream.requests.length, 2);
});

test("a leader and a follower come back from the back/forward cache, and have missed nothing", async (t) => {
  const scene = await twoTabs(t);
  const since = performance.now();
  await scene.first.goto(`${scene.server.origin}/elsewhere`);
  await goesOn(scene, since);
  await back(scene.first);
  // What the tab saw before is still there: it was not loaded anew.
  assert.deepEqual(await until(scene.first, (all) => all.includes(6)), ["open", 1, 2, 3, "open", 4, 5, 6]);
  await scene.first.goto(`${scene.server.origin}/elsewhere`);
  scene.stream.publish(3);
  await until(scene.second, (all) => all.includes(9));
  await back(scene.first);
  assert.deepEqual(events(await until(scene.first, (all) => all.includes(9))), numbers(1, 9));
  assert.equal(scene.stream.requests.length, 2);
});

test("where hidden tabs do not connect, leadership moves to a visible one", async (t) => {
  const server = await startServer(t);
  const { context } = await startBrowser(t);
  const stream = server.stream();
  const first = await openTab(context, server, stream, { openWhenHidden: false });
  await until(first, (seen) => seen.includes("open"));
  // This hides the first.
  const second = await openTab(context, server, stream, { openWhenHidden: false });
  await until(second, (seen) => seen.includes("open"));
  stream.publish(3);
  for (const tab of [first, second]) {
    assert.deepEqual(events(await until(tab, (seen) => seen.includes(3))), [1, 2, 3]);
  }
  await second.close();
  await first.bringToFront();
  stream.publish(3);
  assert.deepEqual(events(await until(first, (seen) => seen.includes(6))), numbers(1, 6));
  assert.equal(stream.open, 1);
});
