// What the server asked for is waited for, however the network flickers and whatever the clock of the page says.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BROWSERS } from "../../browser/conformance/runner/browsers.mjs";
import { pause } from "../../support/until.mjs";
import { NAMES, open, startPages, told } from "./browsers.mjs";

const browsers = {};

before(async () => {
  browsers.chromium = await BROWSERS.chromium();
  browsers.firefox = await BROWSERS.firefox(["--allow-system-access"]);
});

after(() => Promise.all(Object.values(browsers).map((browser) => browser.end())));

/** Takes the network from the browser, or gives it back. */
const SWITCH = {
  chromium: (browser, offline) =>
    browser.ask("POST", "chromium/network_conditions", {
      network_conditions: { offline, latency: 0, download_throughput: -1, upload_throughput: -1 },
    }),
  async firefox(browser, offline) {
    await browser.ask("POST", "moz/context", { context: "chrome" });
    await browser.run("Services.io.offline = arguments[0]", offline);
    await browser.ask("POST", "moz/context", { context: "content" });
  },
};

const INIT = "{ retry: { initialDelay: 100, jitterRatio: 0, shouldRetry: isTransient } }";

/** A server that refuses once with these headers. Gives its origin and the moments of its requests. */
async function refuses(t, headers) {
  const requests = [];
  const origin = await startPages(t, (_request, response) => {
    requests.push(Date.now());
    if (requests.length === 1) {
      response.writeHead(503, headers()).end();
    } else {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: hi\n\n");
    }
  });
  return { origin, requests };
}

const isThere = (events) => events.some(({ type }) => type === "message");

for (const name of NAMES) {
  test(`${name}: a network that flickers does not shorten Retry-After`, async (t) => {
    const { origin, requests } = await refuses(t, () => ({ "retry-after": "5" }));
    const browser = browsers[name];
    await browser.goto(`${origin}/page`);
    await browser.run("addEventListener('online', () => { document.documentElement.dataset.online = 'yes'; })");
    await open(browser, "/events", INIT);
    await told(browser, (events) => events.length > 0);
    for (let time = 0; time < 3; time += 1) {
      await SWITCH[name](browser, true);
      await pause(300);
      await SWITCH[name](browser, false);
      await pause(500);
    }
    await told(browser, isThere);
    assert.equal(await browser.run("return document.documentElement.dataset.online"), "yes");
    const waited = requests[1] - requests[0];
    assert.ok(waited >= 5000 && waited < 7000, `${waited} ms`);
  });

  for (const [what, offset] of [
    ["an hour ahead", 3_600_000],
    ["an hour behind", -3_600_000],
  ]) {
    test(`${name}: a date is read by the server's clock, also if that is ${what}`, async (t) => {
      const { origin, requests } = await refuses(t, () => {
        const now = Date.now() + offset;
        return { date: new Date(now).toUTCString(), "retry-after": new Date(now + 4000).toUTCString() };
      });
      await browsers[name].goto(`${origin}/page`);
      await open(browsers[name], "/events", INIT);
      await told(browsers[name], isThere);
      const waited = requests[1] - requests[0];
      // Dates have whole seconds.
      assert.ok(waited > 2900 && waited < 6000, `${waited} ms`);
    });
  }
}
