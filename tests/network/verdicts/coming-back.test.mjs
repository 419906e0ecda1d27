// A page that comes back asks the rules of a failure before its source makes another connection: from a freeze, from the
// back/forward cache, from hiding.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BROWSERS } from "../../browser/conformance/runner/browsers.mjs";
import { protocol, startBrowser } from "../../browser/lifecycle/browser.mjs";
import { pause } from "../../support/until.mjs";
import { startPages } from "./browsers.mjs";

const ENDS = [
  ["a GET comes back", "{}", "", ["GET", "GET"], 1],
  ["reconnect: false closes", "{ reconnect: false }", "", ["GET"], 2],
  [`reconnect: "on-error" comes back`, `{ reconnect: "on-error" }`, "", ["GET", "GET"], 1],
  ["a POST is not sent again", `{ method: "POST", body: "{}" }`, "", ["POST"], 2],
  ["a POST whose events have IDs is resumed", `{ method: "POST", body: "{}" }`, "id: 7\n", ["POST", "POST"], 1],
  ["shouldRetry may say no", "{ retry: { shouldRetry: () => false } }", "", ["GET"], 2],
];

/** Pages, and a stream with one event; `requests` are its methods. */
async function serve(t, id) {
  const requests = [];
  const origin = await startPages(t, (request, response) => {
    if (request.url === "/elsewhere") {
      response.setHeader("content-type", "text/html").end("<!doctype html>");
      return;
    }
    requests.push(request.method);
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" }).write(`${id}data: hi\n\n`);
  });
  return { origin, requests };
}

const OPEN = (init) => `import("/index.js").then(({ EventSource }) => {
  const told = globalThis.told = [];
  const source = globalThis.source = new EventSource("/events", ${init});
  for (const type of ["open", "message", "error"]) {
    source.addEventListener(type, () => {
      told.push(type);
      document.title = told.join();
    });
  }
  return new Promise((resolve) => source.addEventListener("message", resolve, { once: true }));
});`;

const AWAY = {
  "a freeze": async ({ page, context }) => {
    const session = await protocol(context, page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    await pause(300);
    await session.send("Page.setWebLifecycleState", { state: "active" });
  },
  "the back/forward cache": async ({ page, origin }) => {
    await page.evaluate((url) => setTimeout(() => location.assign(url)), `${origin}/elsewhere`);
    await page.waitForURL(/elsewhere/);
    await pause(300);
    await page.evaluate(() => setTimeout(() => history.back()));
    await page.waitForFunction(() => globalThis.told);
  },
};

for (const [way, goAway] of Object.entries(AWAY)) {
  test(`Chromium: after ${way}`, async (t) => {
    const { context } = await startBrowser(t);
    for (const [what, init, id, methods, state] of ENDS) {
      await t.test(what, async () => {
        const { origin, requests } = await serve(t, id);
        const page = await context.newPage();
        await page.goto(`${origin}/page`);
        await page.evaluate(OPEN(init));
        await goAway({ page, context, origin });
        await pause(1000);
        const [told, readyState] = await page.evaluate(() => [globalThis.told, source.readyState]);
        assert.deepEqual([requests, readyState], [methods, state], told.join());
        assert.equal(told.includes("error"), state === 2, "what is over says so, and nothing else does");
        await page.close();
      });
    }
  });
}

test("Firefox: what must not come back is not given up while its page is hidden", async (t) => {
  const browser = await BROWSERS.firefox();
  t.after(() => browser.end());
  for (const [what, init, id, methods, state] of ENDS) {
    await t.test(what, async () => {
      const { origin, requests } = await serve(t, id);
      await browser.goto(`${origin}/page`);
      await browser.run(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: arguments[0] }));",
        OPEN(`{ openWhenHidden: false, ...${init} }`),
      );
      await pause(500);
      const page = await browser.ask("GET", "window");
      const { handle } = await browser.ask("POST", "window/new", { type: "tab" });
      await browser.ask("POST", "window", { handle });
      await pause(500);
      await browser.ask("DELETE", "window");
      await browser.ask("POST", "window", { handle: page });
      await pause(1000);
      const told = await browser.run("return document.title");
      // A stream that is kept has but one request; so has one that `shouldRetry` ends.
      assert.deepEqual(requests, methods, told);
      const isAsked = init.includes("shouldRetry");
      assert.equal(told.includes("error"), isAsked && state === 2, told);
    });
  }
});
