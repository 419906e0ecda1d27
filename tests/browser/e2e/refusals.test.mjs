// What the class refuses, and what is refused to it: each says why.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openPage } from "./chromium.mjs";
import { dist, FOREVER, LAST_SOCKET, onPage, server } from "./class-on-page.mjs";

test("a bad URL throws a SyntaxError that names it", async (t) => {
  const thrown = await onPage(t, ({ EventSource }) => {
    try {
      new EventSource("http://[bad");
    } catch (error) {
      return [error instanceof DOMException, error.name, error.message];
    }
  });
  assert.deepEqual(thrown.slice(0, 2), [true, "SyntaxError"]);
  assert.match(thrown[2], /\[bad/);
});

test("a header that cannot be sent throws a TypeError that names it, and not its value", async (t) => {
  const messages = await onPage(t, ({ EventSource }) =>
    [
      { "X Y": "1" },
      { "X-Key": "geheim\n1" },
      { "X-Key": "geheim€" },
      { "X-Key": undefined },
      [["X-Key"]],
      "text",
      3,
    ].map((headers) => {
      try {
        new EventSource("/", { headers }).close();
        return "nothing thrown";
      } catch (error) {
        return error instanceof TypeError ? error.message : String(error);
      }
    }),
  );
  for (const message of messages) {
    assert.match(message, /^headers: /);
    assert.doesNotMatch(message, /geheim/);
  }
  assert.match(messages[0], /"X Y"/);
  assert.match(messages[1], /"X-Key"/);
  assert.match(messages[3], /"X-Key"/);
});

const hold = (response) => ({ ...response, body: [{ write: "no event stream" }, { hold: true }] });
const REFUSALS = [
  ["a 503", hold({ status: 503 }), { reason: "http", status: 503, message: /503/ }],
  ["a 204", { status: 204 }, { reason: "no-content", status: 204, message: /204/ }],
  ["a 401", hold({ status: 401 }), { reason: "unauthorized", status: 401, message: /credentials/ }],
  [
    "a wrong content type",
    hold({ headers: { "content-type": "text/html" } }),
    { reason: "content-type", status: 200, message: /text\/html/ },
  ],
];

for (const [what, response, expected] of REFUSALS) {
  test(`${what} closes the source with one error event that says so, and frees the connection`, async (t) => {
    const scenario = await server.create({ responses: [response] });
    const errors = await onPage(t, collectErrors, scenario.url);
    assertRefused(errors, expected);
    const log = await scenario.log("requests:1,open:0", LAST_SOCKET);
    assert.equal(log.requests.length, 1);
  });
}

test("a CORS refusal closes the source with one error event that says so", async (t) => {
  const scenario = await server.create({ responses: [], otherwise: { cors: false, body: FOREVER } });
  const errors = await onPage(t, collectErrors, scenario.secondUrl);
  assertRefused(errors, { reason: "cors", status: 0, message: /Access-Control-Allow-Origin/ });
});

test("a page that came by https: is told that it may not connect to http:", async (t) => {
  const page = await openPage(t);
  const asked = [];
  await page.route(/^https?:/, (route) => {
    const { protocol, pathname } = new URL(route.request().url());
    asked.push(protocol);
    const body = pathname === "/index.js" ? readFileSync(dist, "utf8") : "<!doctype html>";
    return route.fulfill({ body, contentType: pathname === "/index.js" ? "text/javascript" : "text/html" });
  });
  await page.goto("https://app.test/");
  const errors = await page.evaluate(`import("/index.js").then((it) => (${collectErrors})(it, "http://events.test/"))`);
  assertRefused(errors, { reason: "blocked", status: 0, message: /https: may not connect to http:/ });
  assert.ok(!asked.includes("http:"), "a request was made");
});

/** Every error event until half a second passes without one. */
async function collectErrors({ EventSource }, url) {
  const source = new EventSource(url);
  const errors = [];
  await new Promise((resolve) => {
    source.onerror = ({ reason, status, message, willRetry }) => {
      errors.push({ reason, status, message, willRetry, readyState: source.readyState });
      setTimeout(resolve, 500);
    };
  });
  return errors;
}

function assertRefused(errors, { reason, status, message }) {
  assert.equal(errors.length, 1, JSON.stringify(errors));
  const [error] = errors;
  assert.deepEqual([error.reason, error.status, error.willRetry, error.readyState], [reason, status, false, 2]);
  assert.match(error.message, message);
}
