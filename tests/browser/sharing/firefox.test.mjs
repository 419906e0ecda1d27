// Sharing in Firefox, also where its user lets no page store anything: there it refuses the channel and the lock.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "../../../scripts/setup/environment.mjs";
import { openBrowser } from "../conformance/runner/webdriver.mjs";
import { startServer } from "./server.mjs";
import { numbers } from "./tabs.mjs";

const { firefox = "/usr/bin/firefox-esr", geckodriver = "geckodriver" } = findings();

let server;
const ends = [];

before(async () => {
  server = await startServer({ after: (end) => ends.push(end) });
});

after(() => {
  for (const end of ends) {
    end();
  }
});

/** `cookies`: 0 allows them, 2 forbids whatever stores. */
async function open(t, cookies) {
  const browser = await openBrowser({
    driver: process.env.GECKODRIVER || geckodriver,
    args: (port) => ["--host", "127.0.0.1", "--port", `${port}`],
    capabilities: {
      browserName: "firefox",
      "moz:firefoxOptions": {
        binary: process.env.FIREFOX || firefox,
        args: ["-headless"],
        prefs: { "network.cookie.cookieBehavior": cookies },
      },
    },
  });
  t.after(() => browser.end());
  return browser;
}

/** Two sources, with a listener and with a slow loop; what they have had is in the document's title. */
const SOURCES = (url) => `
  const had = { warnings: 0, listened: [], looped: [] };
  const tell = () => { document.title = JSON.stringify(had); };
  console.warn = () => { had.warnings++; tell(); };
  addEventListener("error", ({ message }) => { had.error = message; tell(); });
  addEventListener("unhandledrejection", ({ reason }) => { had.error = String(reason); tell(); });
  Promise.all([import("/index.js"), import("/shared.js")]).then(async ([{ EventSource }]) => {
    const init = { shared: true, initialLastEventId: "0" };
    new EventSource("${url}", init).onmessage = ({ data }) => { had.listened.push(Number(data)); tell(); };
    for await (const { data } of new EventSource("${url}", init)) {
      had.looped.push(Number(data));
      tell();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });`;

async function untilHad(browser, last) {
  const end = Date.now() + 20_000;
  for (;;) {
    const title = await browser.run("return document.title");
    const had = title.startsWith("{") ? JSON.parse(title) : {};
    assert.equal(had.error, undefined);
    if (had.listened?.at(-1) === last && had.looped?.at(-1) === last) {
      return had;
    }
    assert.ok(Date.now() < end, title);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

for (const [what, cookies, requests] of [
  ["sources share, and each has every event", 0, 1],
  ["where nothing may be stored, each source has a connection of its own, and one line says so", 2, 2],
]) {
  test(what, async (t) => {
    const stream = server.stream();
    stream.publish(10);
    const browser = await open(t, cookies);
    await browser.goto(`${server.origin}/page`);
    await browser.run(
      "document.body.append(Object.assign(document.createElement('script'), { textContent: arguments[0] }));",
      SOURCES(stream.path),
    );
    await untilHad(browser, 10);
    for (let count = 0; count < 30; count += 1) {
      stream.publish();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const { listened, looped, warnings } = await untilHad(browser, 40);
    assert.deepEqual([listened, looped], [numbers(1, 40), numbers(1, 40)]);
    assert.deepEqual([stream.requests.length, warnings], [requests, requests - 1]);
  });
}
