// Loops over sources that share: each gets every event, however far the leader is ahead of it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../e2e/chromium.mjs";
import { startServer } from "./server.mjs";
import { numbers, until } from "./tabs.mjs";

let server;
let context;
const ends = [];

before(async () => {
  const whole = { after: (end) => ends.push(end) };
  server = await startServer(whole);
  // No tab of which is hidden: the timers of hidden ones run once a second.
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ARGUMENTS,
  });
  ends.unshift(() => browser.close());
  context = await browser.newContext();
});

after(() => Promise.all(ends.map((end) => end())));

/** A tab whose source is looped over from the beginning; each event takes the loop so many ms. */
async function looping(t, stream, { ms = 0, init = {}, types = [] } = {}) {
  const page = await context.newPage();
  t.after(() => page.close());
  await page.goto(`${server.origin}/page`);
  await page.evaluate(
    async ([url, init, ms, types]) => {
      const [{ EventSource }] = await Promise.all([import("/index.js"), import("/shared.js")]);
      globalThis.seen = [];
      globalThis.looped = [];
      const source = new EventSource(url, { shared: true, ...init });
      source.addEventListener("open", () => seen.push("open"));
      source.addEventListener("message", ({ data }) => seen.push(Number(data)));
      const loop = source.events(...types);
      globalThis.over = (async () => {
        for await (const { data } of loop) {
          looped.push(Number(data));
          if (ms > 0) {
            await new Promise((resolve) => setTimeout(resolve, ms));
          }
        }
      })();
    },
    [stream.path, init, ms, types],
  );
  return page;
}

const loopedOn = (page) => page.evaluate(() => globalThis.looped);

async function untilLooped(page, last) {
  await page.waitForFunction((last) => globalThis.looped.at(-1) === last, last, { timeout: 30_000, polling: 50 });
  return loopedOn(page);
}

const opened = (seen) => seen.includes("open");

test("loops that are slower than the leader's get every event, in order", async (t) => {
  const stream = server.stream();
  const leader = await looping(t, stream);
  await until(leader, opened);
  const followers = [];
  for (const ms of [0, 3, 20]) {
    followers.push(await looping(t, stream, { ms }));
    await until(followers.at(-1), opened);
  }
  for (let count = 0; count < 50; count += 1) {
    stream.publish(2);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  for (const page of [leader, ...followers]) {
    assert.deepEqual(await untilLooped(page, 100), numbers(1, 100));
  }
  assert.equal(stream.requests.length, 1);
});

test("a loop that joins late gets all that it missed, and then what comes", async (t) => {
  const stream = server.stream();
  const leader = await looping(t, stream);
  await until(leader, opened);
  // Each in a message of its own.
  for (let count = 0; count < 30; count += 1) {
    stream.publish();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await untilLooped(leader, 30);
  const late = await looping(t, stream, { ms: 10, init: { initialLastEventId: "3" } });
  await until(late, opened);
  stream.publish(20);
  assert.deepEqual(await untilLooped(late, 50), numbers(4, 50));
  assert.equal(stream.requests.length, 1);
});

test("a slow loop gets what came before the leader went, and what the next one brings", async (t) => {
  const stream = server.stream();
  const leader = await looping(t, stream);
  await until(leader, opened);
  const slow = await looping(t, stream, { ms: 10 });
  await until(slow, opened);
  stream.publish(40);
  await untilLooped(leader, 40);
  await leader.close();
  await stream.asked(2);
  stream.publish(10);
  assert.deepEqual(await untilLooped(slow, 50), numbers(1, 50));
});

test("a slow loop gets what came before the source failed for good, and then the error", async (t) => {
  let refused = false;
  const stream = server.stream(() => (refused ? 403 : undefined));
  const init = { retry: { initialDelay: 10 } };
  const leader = await looping(t, stream, { init });
  await until(leader, opened);
  const slow = await looping(t, stream, { ms: 10, init });
  await until(slow, opened);
  stream.publish(20);
  refused = true;
  await until(leader, (seen) => seen.includes(20));
  stream.cut();
  const thrown = await slow.evaluate(() =>
    globalThis.over.then(
      () => "nothing",
      ({ reason, status }) => `${reason} ${status}`,
    ),
  );
  assert.equal(thrown, "http 403");
  assert.deepEqual(await loopedOn(slow), numbers(1, 20));
});

test("a loop of other types takes nothing, and holds nobody up", async (t) => {
  const stream = server.stream();
  const leader = await looping(t, stream, { types: ["other"] });
  await until(leader, opened);
  const other = await looping(t, stream);
  await until(other, opened);
  stream.publish(5000);
  await untilLooped(other, 5000);
  assert.deepEqual(await loopedOn(leader), []);
});
