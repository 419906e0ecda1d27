// The machine sleeps, the page is busy, the network goes, a service worker on the way is stopped: nothing is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../../support/until.mjs";
import { protocol } from "./browser.mjs";
import { ALL, delivered, hide, numbered, opened, script, seenOn, server, until } from "./page-with-source.mjs";

test("a laptop that sleeps past the heartbeat finds its dead connection on waking", async (t) => {
  const scene = await opened(t, { heartbeatTimeout: 3000, retry: { initialDelay: 100 } });
  scene.browser.stop();
  await pause(5000);
  scene.browser.go();
  const since = Date.now();
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.ok(Date.now() - since < 2000, `${Date.now() - since} ms`);
  assert.deepEqual(seen, ["open", "1", "2", "3", "timeout", "open", ...ALL.slice(3)]);
});

test("a machine that slept, timers and all, judges a silent stream as soon as anything tells that it woke", async (t) => {
  const scene = await opened(t, { heartbeatTimeout: 60_000, retry: { initialDelay: 100 } });
  await scene.page.evaluate(() => {
    // The wall clock alone counts sleep on some systems.
    const now = Date.now;
    Date.now = () => now() + 8 * 3_600_000;
  });
  const since = Date.now();
  await hide(scene);
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.ok(Date.now() - since < 2000, `${Date.now() - since} ms`);
  assert.deepEqual(seen, ["open", "1", "2", "3", "timeout", "open", ...ALL.slice(3)]);
});

test("a page that is busy for longer than the heartbeat is no silent server", async (t) => {
  const beats = [{ comment: "", every: 500, times: 12 }, { replay: true }, { hold: true }];
  const scene = await opened(t, { heartbeatTimeout: 2000 }, numbered(...beats));
  await scene.scenario.signal("more");
  await scene.page.evaluate(() => {
    const end = Date.now() + 4000;
    while (Date.now() < end);
  });
  assert.deepEqual(await until(scene.page, (seen) => seen.includes("9")), ["open", ...ALL]);
});

test("a page that goes offline waits, and is back at once when the network is", async (t) => {
  const scene = await opened(t, { retry: { initialDelay: 60_000 } }, numbered({ reset: true }));
  const session = await protocol(scene.browser.context, scene.page);
  const network = (offline) =>
    session.send("Network.emulateNetworkConditions", {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  await session.send("Network.enable");
  await network(true);
  await scene.scenario.signal("more");
  await until(scene.page, (seen) => seen.includes("network") || seen.includes("end"));
  await pause(1000);
  assert.deepEqual(delivered(await seenOn(scene.page)), ["1", "2", "3"]);
  const since = Date.now();
  await network(false);
  const seen = await until(scene.page, (all) => all.includes("9"));
  assert.ok(Date.now() - since < 2000, `${Date.now() - since} ms`);
  assert.deepEqual(delivered(seen), ALL);
});

test("a service worker that hands the stream on is stopped: the source goes on, and its end reaches the server", async (t) => {
  const scene = await opened(t);
  const passing = await server.create({
    otherwise: {
      status: 200,
      headers: { "content-type": "text/javascript", "service-worker-allowed": "/" },
      text: "onactivate = (event) => event.waitUntil(clients.claim()); onfetch = (event) => event.respondWith(fetch(event.request));",
    },
  });
  const scenario = await numbered();
  await scene.page.evaluate(
    async ([worker, module, url]) => {
      const controlled = new Promise((resolve) => {
        navigator.serviceWorker.oncontrollerchange = resolve;
      });
      await navigator.serviceWorker.register(worker, { scope: "/" });
      await controlled;
      const { EventSource } = await import(module);
      globalThis.heard = [];
      globalThis.passed = new EventSource(url, { retry: { initialDelay: 100 } });
      for (const type of ["open", "message", "error"]) {
        passed.addEventListener(type, ({ data, reason }) => heard.push(data ?? reason ?? type));
      }
    },
    [passing.url, script, scenario.url],
  );
  await scene.page.waitForFunction(() => heard.includes("3"));
  const session = await protocol(scene.browser.context, scene.page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await scene.page.waitForFunction(() => heard.includes("9"));
  assert.deepEqual(await scene.page.evaluate(() => heard), ["open", "1", "2", "3", "network", "open", ...ALL.slice(3)]);
  await scene.page.evaluate(() => passed.close());
  await scenario.log("open:0");
});
