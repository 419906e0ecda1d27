// Pages that are hidden, frozen, left and put to sleep, in a browser that really does so.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { pause, until as waitUntil } from "../../support/until.mjs";
import { protocol, startBrowser } from "./browser.mjs";

const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));

let server;
let script;

before(async () => {
  server = await startScenarioServer();
  const headers = { "content-type": "text/javascript" };
  const file = await server.create({ otherwise: { status: 200, headers, text: readFileSync(dist, "utf8") } });
  script = file.url;
});

after(() => server.close());

/** Events 1 to 9: three at once, then whatever the test lets go, by default the others; those in any other connection. */
function numbered(...then) {
  const events = Array.from({ length: 9 }, (_, index) => ({ id: `${index + 1}`, data: `${index + 1}` }));
  const all = [{ replay: true }, { hold: true }];
  const first = { body: [{ replay: { count: 3 } }, { waitFor: "more" }, ...(then.length > 0 ? then : all)] };
  return server.create({ events, responses: [first, { body: all }], repeat: true });
}

/** A page with an open source that has had three events; `seen` on the page lists all that it told. */
async function opened(t, init = {}, made = numbered()) {
  const browser = await startBrowser(t);
  const scenario = await made;
  const page = browser.context.pages()[0];
  await page.goto(`${server.origin}/page?${CACHEABLE}`);
  await page.evaluate(
    async ([module, url, options]) => {
      const { EventSource } = await import(module);
      globalThis.seen = [];
      globalThis.source = new EventSource(url, options);
      for (const type of ["open", "message", "error"]) {
        source.addEventListener(type, ({ data, reason }) => seen.push(data ?? reason ?? type));
      }
      for (const type of ["freeze", "resume"]) {
        document.addEventListener(type, () => seen.push(type));
      }
      addEventListener("pageshow", ({ persisted }) => seen.push(`pageshow ${persisted}`));
    },
    [script, scenario.url, init],
  );
  await until(page, (seen) => seen.includes("3"));
  return { browser, page, scenario };
}

/** A source in a worker of this page, which tells `heard`. Resolves when it has had three events. */
function inWorker(page, url) {
  return page.evaluate(
    ([module, stream]) => {
      const code = `import { EventSource } from "${module}";
        const source = new EventSource("${stream}");
        for (const type of ["open", "message", "error"]) {
          source.addEventListener(type, ({ data, reason }) => postMessage(data ?? reason ?? type));
        }`;
      const file = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      globalThis.heard = [];
      globalThis.worker = new Worker(file, { type: "module" });
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => {
          heard.push(data);
          data === "3" && resolve();
        };
      });
    },
    [script, url],
  );
}

/** Pages that may not be stored do not enter the back/forward cache. */
const CACHEABLE = "cache-control=max-age%3D60";

/** Nothing while the page is on its way. */
const seenOn = (page) => page.evaluate(() => globalThis.seen).catch(() => undefined);

const until = (page, holds, timeout) =>
  waitUntil(() => seenOn(page), { holds: (seen) => seen && holds(seen), timeout });

async function hide({ browser }) {
  const other = await browser.context.newPage();
  await other.goto(`${server.origin}/page`);
  return other;
}

const ALL = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const delivered = (seen) => seen.filter((one) => /^\d$/.test(one));

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

test("a page that is closed leaves no connection", async (t) => {
  const scene = await opened(t);
  await hide(scene);
  await scene.page.close();
  await scene.scenario.log("open:0");
});

test("two hundred sources, made and closed at once, leave nothing behind", async (t) => {
  const scene = await opened(t);
  const scenario = await server.create({ responses: [{ body: [{ hold: true }] }], repeat: true });
  const growth = await scene.page.evaluate(
    async ([module, url]) => {
      const { EventSource } = await import(module);
      const round = async () => {
        const sources = Array.from({ length: 200 }, () => new EventSource(url));
        await new Promise((resolve) => setTimeout(resolve, 50));
        for (const source of sources) {
          source.close();
        }
      };
      const states = [];
      for (let count = 0; count < 10; count += 1) {
        await round();
        states.push(performance.memory.usedJSHeapSize);
      }
      return states;
    },
    [script, scenario.url],
  );
  assert.ok(growth.at(-1) < growth[4] * 2 + 10_000_000, growth.join(", "));
  await scenario.log("open:0", 15_000);
});

test("a component that mounts twice, as in React's strict mode, connects once", async (t) => {
  const scene = await opened(t);
  const scenario = await server.create({
    responses: [{ body: [{ write: "data: x\n\n" }, { hold: true }] }],
    repeat: true,
  });
  await scene.page.evaluate(
    async ([module, url]) => {
      const { EventSource } = await import(module);
      new EventSource(url).close();
      await new Promise((resolve) => {
        new EventSource(url).onmessage = resolve;
      });
    },
    [script, scenario.url],
  );
  const { requests } = await scenario.log();
  assert.equal(requests.length, 1);
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

test("a worker that is terminated with an open source leaves no connection", async (t) => {
  const scene = await opened(t);
  const scenario = await numbered();
  await inWorker(scene.page, scenario.url);
  await scene.page.evaluate(() => worker.terminate());
  await scenario.log("open:0");
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

test("a page that crashes leaves no connection", async (t) => {
  const scene = await opened(t);
  const session = await protocol(scene.browser.context, scene.page);
  session.send("Page.crash").catch(() => undefined);
  await scene.scenario.log("open:0");
});
