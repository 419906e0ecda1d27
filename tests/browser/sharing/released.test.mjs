// What a participant holds is let go when its source is closed, at whatever point, fails for good, or is forgotten: its
// channel, its lock, its listeners on the page, its part of the core.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../lifecycle/released/scene.mjs";

/** In the page: what sources have left of a kind that there is one of for each participant. */
async function leftOf(opened, before) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const left = {
      closures: await opened.closuresLeft(),
      sources: await opened.count("EventSource.prototype"),
      channels: await opened.count("BroadcastChannel.prototype"),
      locks: await opened.evaluate("navigator.locks.query().then(({ held, pending }) => held.length + pending.length)"),
      controllers: await opened.count("AbortController.prototype"),
      listeners: (await opened.listeners()) - before.listeners,
      connections: opened.server.open,
    };
    if (Object.values(left).every((count) => count === 0) || Date.now() > deadline) {
      return left;
    }
  }
}

const NOTHING = { closures: 0, sources: 0, channels: 0, locks: 0, controllers: 0, listeners: 0, connections: 0 };

/** A page in which one source has been there already, and what it has left is known. */
async function scene(t) {
  const opened = await openScene({ entry: "shared" });
  t.after(opened.end);
  await opened.make({ way: "close", count: 1, path: "/short", shared: "first" });
  await opened.closuresLeft();
  return { opened, before: { listeners: await opened.listeners() } };
}

test("sources that are closed, one after the other, leave nothing, and the core's memory does not grow", async (t) => {
  const { opened, before } = await scene(t);
  const memory = await opened.memory();
  await opened.make({ way: "close", count: 500, path: "/short", shared: "name" });
  assert.deepEqual(await leftOf(opened, before), NOTHING);
  assert.equal(await opened.memory(), memory);
});

/** In the page: two tabs' worth of sources, of which one is closed at some point. The other goes on. */
async function closeAt(point, who) {
  const name = `${point} ${who}`;
  const closing = [];
  const made = (closes) => {
    const at = (here) => closes && here === point && source.close();
    const source = new EventSource("/short", {
      shared: name,
      headers: () => {
        at("headers");
        return {};
      },
      parse: (text) => {
        at("parse");
        return text;
      },
      retry: { initialDelay: 10 },
    });
    const had = new Promise((resolve) => {
      source.addEventListener("message", () => {
        at("message");
        resolve();
      });
    });
    source.addEventListener("open", () => at("open"));
    closing.push(source);
    return had;
  };
  const first = made(who === "leader");
  if (who === "leader" && point !== "at once") {
    await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 300))]);
  } else if (point === "at once") {
    closing[0].close();
  }
  const second = made(who === "follower");
  if (who === "leader") {
    // Whoever is left leads, and has the event.
    await second;
  } else {
    await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 300))]);
  }
  for (const source of closing) {
    source.close();
  }
}

for (const who of ["leader", "follower"]) {
  test(`a ${who} that is closed inside of any callback leaves nothing, and the other goes on`, async (t) => {
    const { opened, before } = await scene(t);
    for (const point of ["headers", "open", "parse", "message", "at once"]) {
      await opened.evaluate(`(${closeAt})(${JSON.stringify(point)}, ${JSON.stringify(who)})`);
      assert.deepEqual(await leftOf(opened, before), NOTHING, point);
    }
  });
}

test("sources that are refused leave nothing once the others have heard of it", async (t) => {
  const { opened, before } = await scene(t);
  const states = await opened.evaluate(`Promise.all([1, 2, 3].map(() => new Promise((resolve) => {
    const source = new EventSource("/401", { shared: true });
    source.onerror = ({ reason, willRetry }) => resolve([reason, willRetry, source.readyState]);
  })))`);
  assert.deepEqual(states, Array(3).fill(["unauthorized", false, 2]));
  assert.deepEqual(await leftOf(opened, before), NOTHING);
});

test("sources that are aborted, and loops that are left, leave nothing", async (t) => {
  const { opened, before } = await scene(t);
  await opened.evaluate(`(async () => {
    for (let round = 0; round < 20; round += 1) {
      const controller = new AbortController();
      const source = new EventSource("/short", { shared: "a", signal: controller.signal });
      await new Promise((resolve) => { source.onmessage = resolve; });
      controller.abort();
      for await (const event of new EventSource("/short", { shared: "b" })) {
        break;
      }
    }
  })()`);
  assert.deepEqual(await leftOf(opened, before), NOTHING);
});

test("sources that nobody can observe are collected, and leave nothing", async (t) => {
  const { opened, before } = await scene(t);
  await opened.evaluate(`(async () => {
    for (let round = 0; round < 30; round += 1) {
      new EventSource("/short", { shared: "forgotten " + (round % 3) });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })()`);
  assert.deepEqual(await leftOf(opened, before), NOTHING);
});
