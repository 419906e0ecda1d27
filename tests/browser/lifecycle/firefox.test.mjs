// Pages of Firefox that are hidden, left, blocked and put to sleep. It neither freezes pages nor caches one with a stream.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { until as waitUntil } from "../../support/until.mjs";
import { BROWSERS } from "../conformance/runner/browsers.mjs";

const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));
const ALL = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const REST = [{ replay: true }, { hold: true }];

let server;
let script;
let browser;

before(async () => {
  server = await startScenarioServer();
  const headers = { "content-type": "text/javascript" };
  script = (await server.create({ otherwise: { status: 200, headers, text: readFileSync(dist, "utf8") } })).url;
  browser = await BROWSERS.firefox();
});

after(async () => {
  await browser.end();
  await server.close();
});

/** A page with an open source that has had three of nine events; the others come after `then`. */
async function opened(init = {}, then = [{ waitFor: "more" }, ...REST]) {
  const events = ALL.map((data) => ({ id: data, data }));
  const first = { body: [{ replay: { count: 3 } }, ...then] };
  const scenario = await server.create({ events, responses: [first, { body: REST }], repeat: true });
  await browser.goto(`${server.origin}/page`);
  // What a driver's script makes is not the page's: only the document is common to both.
  await browser.run(
    "document.body.append(Object.assign(document.createElement('script'), { textContent: arguments[0] }));",
    `import("${script}").then(({ EventSource }) => {
       const seen = [];
       const source = new EventSource("${scenario.url}", ${JSON.stringify(init)});
       for (const type of ["open", "message", "error"]) {
         source.addEventListener(type, ({ data, reason }) => {
           seen.push(data ?? reason ?? type);
           document.title = seen.join();
         });
       }
     });`,
  );
  await until((seen) => seen.includes("3"));
  return scenario;
}

const until = (holds, timeout) =>
  waitUntil(async () => (await browser.run("return document.title")).split(","), { holds, timeout });

/** Another tab before this one, until the function that it gives is called. */
async function hide() {
  const page = await browser.ask("GET", "window");
  const { handle } = await browser.ask("POST", "window/new", { type: "tab" });
  await browser.ask("POST", "window", { handle });
  return async () => {
    await browser.ask("DELETE", "window");
    await browser.ask("POST", "window", { handle: page });
  };
}

const hasAll = (seen) => seen.includes("9");

test("Firefox: openWhenHidden: false lets the connection go while the page is hidden, and loses nothing", async () => {
  const scenario = await opened({ openWhenHidden: false });
  const show = await hide();
  await scenario.log("open:0");
  await show();
  assert.deepEqual(await until(hasAll), ["open", "1", "2", "3", "open", ...ALL.slice(3)]);
});

test("Firefox: by default the stream goes on in a hidden page", async () => {
  const scenario = await opened();
  const show = await hide();
  await scenario.signal("more");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await show();
  assert.deepEqual(await until(hasAll), ["open", ...ALL]);
  assert.equal((await scenario.log()).requests.length, 1);
});

test("Firefox: a page that is left, and a tab that is closed, leave no connection", async () => {
  const left = await opened();
  await browser.goto(`${server.origin}/page?x-other=1`);
  await left.log("open:0");
  const { handle } = await browser.ask("POST", "window/new", { type: "tab" });
  const closed = await opened();
  await browser.ask("DELETE", "window");
  await browser.ask("POST", "window", { handle });
  await closed.log("open:0");
});

test("Firefox: a link that is a download ends all streams of the page, and the source goes on without an error", async () => {
  const scenario = await opened({ retry: { initialDelay: 100 } });
  const download = await server.create({ otherwise: { status: 204 } });
  await browser.run("location.assign(arguments[0])", download.url);
  const seen = await until(hasAll);
  assert.deepEqual(seen, ["open", "1", "2", "3", "open", ...ALL.slice(3)]);
  assert.equal((await scenario.log()).maxOpen, 1);
});

test("Firefox: a page that is busy for longer than the heartbeat is no silent server", async () => {
  const beats = [{ comment: "", every: 500, times: 12 }, ...REST];
  await opened({ heartbeatTimeout: 2000 }, beats);
  await browser.run("const end = Date.now() + 4000; while (Date.now() < end);");
  assert.deepEqual(await until(hasAll), ["open", ...ALL]);
});

test("Firefox: a laptop that sleeps past the heartbeat finds its dead connection on waking", async () => {
  await opened({ heartbeatTimeout: 3000, retry: { initialDelay: 100 } });
  const asleep = browser.pids();
  const tell = (signal) => asleep.map((pid) => process.kill(pid, signal));
  tell("SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, 5000));
  tell("SIGCONT");
  const since = Date.now();
  assert.deepEqual(await until(hasAll), ["open", "1", "2", "3", "timeout", "open", ...ALL.slice(3)]);
  assert.ok(Date.now() - since < 3000, `${Date.now() - since} ms`);
});
