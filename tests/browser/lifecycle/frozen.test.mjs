// Pages that are frozen, or in the back/forward cache, let go and are live again at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../../support/until.mjs";
import { protocol } from "./browser.mjs";
import { ALL, CACHEABLE, delivered, inWorker, numbered, opened, script, server, until } from "./page-with-source.mjs";

test("a frozen page lets go, and is back at once without an error event", async (t) => {
  const scene = await opened(t);
  const session = await protocol(scene.browser.context, scene.page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await scene.scenario.log("open:0");
  const since = Date.now();
  await session.send("Page.setWebLifecycleState", { state: "active" });
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.ok(Date.now() - since < 1500, `${Date.now() - since} ms`);
  assert.deepEqual(seen, ["open", "1", "2", "3", "freeze", "resume", "open", ...ALL.slice(3)]);
});

test("a page that freezes twice, also while it connects and while it waits, has one connection afterwards", async (t) => {
  const late = { delay: 1500, body: [{ replay: true }, { hold: true }] };
  const events = ALL.map((data) => ({ id: data, data }));
  const first = { body: [{ replay: { count: 3 } }, { waitFor: "more" }, { reset: true }] };
  const scene = await opened(
    t,
    { retry: { initialDelay: 1000 } },
    server.create({ events, responses: [first, late], repeat: true }),
  );
  const session = await protocol(scene.browser.context, scene.page);
  const freeze = async () => {
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    await pause(300);
    await session.send("Page.setWebLifecycleState", { state: "active" });
  };
  await scene.scenario.signal("more");
  await until(scene.page, (seen) => seen.includes("network"));
  await freeze(); // while it waits
  await scene.scenario.log("requests:2");
  await freeze(); // while it connects
  await freeze();
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.deepEqual(delivered(seen), ALL);
  assert.equal((await scene.scenario.log()).maxOpen, 1);
});

test("a worker is not told that its page was frozen, and is live again all the same", async (t) => {
  const scene = await opened(t);
  const scenario = await numbered();
  await inWorker(scene.page, scenario.url);
  const session = await protocol(scene.browser.context, scene.page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await pause(8000);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  const since = Date.now();
  const heard = () => scene.page.evaluate(() => globalThis.heard);
  while (!(await heard()).includes("9")) {
    assert.ok(Date.now() - since < 6000, `it is deaf: ${await heard()}`);
    await pause(50);
  }
  assert.deepEqual(await heard(), ["open", "1", "2", "3", "open", ...ALL.slice(3)]);
});

test("a page with an open source enters the back/forward cache and is live again at once", async (t) => {
  const scene = await opened(t);
  await scene.page.evaluate(
    (url) => setTimeout(() => location.assign(url)),
    `${server.origin}/page?${CACHEABLE}&x-other=1`,
  );
  await scene.page.waitForURL(/x-other/);
  await scene.scenario.log("open:0");
  await scene.page.evaluate(() => setTimeout(() => history.back()));
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.ok(seen.includes("pageshow true"), "the page was not restored");
  assert.deepEqual(delivered(seen), ALL);
  assert.ok(!seen.includes("network") && !seen.includes("end"), seen.join(", "));
});

test("a loop takes what came before the page left, then the failure on return, once", async (t) => {
  const body = [{ write: "data: 1\n\ndata: 2\n\ndata: 3\n\n" }, { hold: true }];
  const scene = await opened(t, {}, server.create({ responses: [{ body }], otherwise: { status: 404 } }));
  const told = await scene.page.evaluate(
    async ([module, url]) => {
      const { EventSource } = await import(module);
      const source = new EventSource(url);
      const events = source.events();
      globalThis.failed = new Promise((resolve) => {
        source.onerror = resolve;
      });
      globalThis.events = events;
      return (await events.next()).value.data;
    },
    [script, (await server.create({ responses: [{ body }], otherwise: { status: 404 } })).url],
  );
  assert.equal(told, "1");
  const devtools = await protocol(scene.browser.context, scene.page);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  const rest = await scene.page.evaluate(async () => {
    await failed;
    const taken = [];
    for (let count = 0; count < 4; count++) {
      taken.push(
        await events
          .next()
          .then(({ value, done }) => (done ? "end" : value.data))
          .catch(({ status }) => status),
      );
    }
    return taken;
  });
  assert.deepEqual(rest, ["2", "3", 404, "end"]);
});
