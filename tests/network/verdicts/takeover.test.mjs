// Sources that share a connection: when the one that made it goes, the others ask the rules before they make another.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pause } from "../../support/until.mjs";
import { NAMES, run, startBrowsers, startPages, told } from "./browsers.mjs";

let browsers;
let end;

before(async () => {
  ({ browsers, end } = await startBrowsers());
});

after(() => end?.());

/** Two sources of one page share; the first is closed once both have an event. Gives what the second tells, and the requests. */
async function closeFirst(t, browser, init, isOver, id = "") {
  const requests = [];
  const origin = await startPages(t, (request, response) => {
    requests.push(`${request.method} ${request.headers["last-event-id"] ?? ""}`.trim());
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" }).write(`${id}data: word\n\n`);
  });
  await browser.goto(`${origin}/page`);
  await run(
    browser,
    `Promise.all([import("/index.js"), import("/shared.js")]).then(async ([{ EventSource }]) => {
       const open = () => new EventSource("/events", { shared: "answer", ...${init} });
       const next = (source, type) => new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));
       const first = open();
       await next(first, "message");
       const second = open();
       const told = [];
       for (const type of ["open", "message", "error"]) {
         second.addEventListener(type, ({ data, reason, willRetry, message }) => {
           told.push({ type, data, reason, willRetry, message, state: second.readyState });
           document.title = JSON.stringify(told);
         });
       }
       await next(second, "open");
       first.close();
     });`,
  );
  const events = await told(browser, isOver);
  await pause(300);
  return { events, requests };
}

const hasFailed = (events) => events.some(({ type }) => type === "error");
const hasReopened = (events) => events.filter(({ type }) => type === "open").length === 2;

for (const name of NAMES) {
  test(`${name}: a shared POST is not sent again without a word`, async (t) => {
    const init = `{ method: "POST", body: "{}" }`;
    const { events, requests } = await closeFirst(t, browsers[name], init, hasFailed);
    assert.deepEqual(requests, ["POST"]);
    const { reason, willRetry, state, message } = events.at(-1);
    assert.deepEqual([reason, willRetry, state], ["network", false, 2]);
    assert.match(message, /may already have/);
  });

  test(`${name}: a shared POST whose events have IDs is resumed`, async (t) => {
    const init = `{ method: "POST", body: "{}" }`;
    const { requests } = await closeFirst(t, browsers[name], init, hasReopened, "id: 7\n");
    assert.deepEqual(requests, ["POST", "POST 7"]);
  });

  test(`${name}: reconnect: false makes one connection, whoever goes`, async (t) => {
    const { events, requests } = await closeFirst(t, browsers[name], "{ reconnect: false }", hasFailed);
    assert.deepEqual([requests, events.at(-1).state], [["GET"], 2]);
  });

  test(`${name}: shouldRetry decides, and by default there is another connection at once`, async (t) => {
    const never = "{ retry: { shouldRetry: () => false } }";
    const refused = await closeFirst(t, browsers[name], never, hasFailed);
    assert.deepEqual([refused.requests, refused.events.at(-1).reason], [["GET"], "network"]);
    const { events, requests } = await closeFirst(t, browsers[name], "{}", hasReopened);
    assert.deepEqual([requests, hasFailed(events)], [["GET", "GET"], false]);
  });
}
