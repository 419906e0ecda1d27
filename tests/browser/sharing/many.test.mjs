// Many tabs, many takeovers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { protocol, startBrowser } from "../lifecycle/browser.mjs";
import { startServer } from "./server.mjs";
import { events, numbers, openTab, pause, until } from "./tabs.mjs";

const TABS = 20;

test("twenty tabs over HTTP/1.1 use one connection, whoever leaves and comes", async (t) => {
  const server = await startServer(t);
  const { context } = await startBrowser(t);
  const stream = server.stream();
  const tabs = [];
  for (let index = 0; index < TABS; index++) {
    // The seventh would hang, if each had its own.
    tabs.push(await openTab(context, server, stream));
    await until(tabs.at(-1), (seen) => seen.includes("open"));
  }
  stream.publish(10);
  for (const tab of tabs) {
    assert.deepEqual(events(await until(tab, (seen) => seen.includes(10))), numbers(1, 10));
  }
  assert.deepEqual([stream.requests.length, stream.mostOpen], [1, 1]);

  for (let left = 0; left < 5; left++) {
    await tabs.shift().close();
    await stream.asked(left + 2);
    stream.publish(10);
  }
  for (const tab of tabs) {
    assert.deepEqual(events(await until(tab, (seen) => seen.includes(60))), numbers(1, 60));
  }
  assert.deepEqual([stream.requests.length, stream.open], [6, 1]);
});

const TAKEOVERS = Number(process.env.TAKEOVERS ?? 1000);
const MEMBERS = 8;
/** A hidden page renders no frames, by which Playwright would poll. */
const POLLING = { polling: 50 };

test(`${TAKEOVERS} takeovers while events flow: none lost, none twice, none out of order`, async (t) => {
  const server = await startServer(t);
  const { context } = await startBrowser(t);
  const stream = server.stream();
  const random = generator(Number(process.env.SEED ?? 1));
  const tabs = new Map();
  const join = async () => {
    const name = `tab ${tabs.size + 1} of ${Math.floor(random() * 1e9)}`;
    const page = await context.newPage();
    await page.goto(`${server.origin}/page`);
    await page.evaluate(watch, [stream.path, name]);
    tabs.set(name, { page, session: await protocol(context, page) });
  };
  for (let index = 0; index < MEMBERS; index++) {
    await join();
  }
  await stream.asked(1);
  const publishing = setInterval(() => stream.publish(1 + Math.floor(random() * 3)), 5);
  t.after(() => clearInterval(publishing));

  const waits = [];
  const ways = {};
  for (let count = 1; count <= TAKEOVERS; count++) {
    const leader = await leaderOf([...tabs.values()][0].page);
    const { page, session } = tabs.get(leader);
    const asked = stream.requests.length;
    const chance = random();
    const way = chance < 0.01 ? "crash" : chance < 0.03 ? "close" : chance < 0.25 ? "freeze" : "reopen";
    ways[way] = (ways[way] ?? 0) + 1;
    const since = performance.now();
    if (way === "reopen") {
      await page.evaluate(() => globalThis.reopen());
    } else if (way === "freeze") {
      await session.send("Page.setWebLifecycleState", { state: "frozen" });
    } else {
      tabs.delete(leader);
      await (way === "close" ? page.close() : Promise.race([session.send("Page.crash").catch(() => {}), pause(50)]));
    }
    await stream.asked(asked + 1);
    waits.push(stream.requests[asked].at - since);
    if (way === "freeze") {
      await session.send("Page.setWebLifecycleState", { state: "active" });
    } else if (way !== "reopen") {
      await join();
    }
    await pause(random() * 20);
  }
  // A tab that came last hears only what is published from then on.
  for (const { page } of tabs.values()) {
    await page.waitForFunction(() => globalThis.had.last > 0, undefined, POLLING);
  }
  clearInterval(publishing);

  for (const { page } of tabs.values()) {
    await page.waitForFunction((last) => globalThis.had.last === last, stream.published, POLLING);
    assert.deepEqual(await page.evaluate(() => globalThis.had.faults), []);
  }
  waits.sort((a, b) => a - b);
  const [median, last] = [waits[Math.floor(waits.length / 2)], waits.at(-1)].map(Math.round);
  t.diagnostic(
    `${stream.published} events, ${JSON.stringify(ways)}; next request after ${median} ms in the middle, ${last} at most`,
  );
  assert.ok(last < 1000, `a takeover took ${last} ms`);
});

/** By the locks: each tab holds one of its own name as well. */
async function leaderOf(page) {
  const { held } = await page.evaluate(() => navigator.locks.query());
  const { clientId } = held.find(({ name }) => name.startsWith("eventsource-wasm")) ?? {};
  return held.find((lock) => lock.clientId === clientId && lock.name.startsWith("tab"))?.name ?? leaderOf(page);
}

/** In the page: a source that checks what it has, and can be closed and opened anew where it stood. */
async function watch([url, name]) {
  const [{ EventSource }] = await Promise.all([import("/index.js"), import("/shared.js")]);
  navigator.locks.request(name, () => new Promise(() => {}));
  globalThis.had = { first: 0, last: 0, faults: [] };
  let source;
  globalThis.reopen = () => {
    source?.close();
    source = new EventSource(url, {
      shared: "all",
      headers: () => ({ "X-Tab": name }),
      initialLastEventId: had.last ? String(had.last) : undefined,
    });
    source.onmessage = ({ data }) => {
      const id = Number(data);
      if (had.last > 0 && id !== had.last + 1) {
        had.faults.push(`${id} after ${had.last}`);
      }
      had.last = id;
    };
    source.onerror = ({ message }) => had.faults.push(message);
  };
  reopen();
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
