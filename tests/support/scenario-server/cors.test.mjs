// CORS headers and preflights.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hasCode } from "./raw-client.mjs";
import { startScenarioServer } from "./server.mjs";

let server;
before(async () => {
  server = await startScenarioServer();
});
after(() => server.close());

test("by default every origin, credential and header is allowed", async () => {
  const { url } = await server.create({ responses: [{ headers: { "Retry-After": "1" } }] });
  const { headers } = await fetch(url, { headers: { origin: "https://page.example" } });
  assert.equal(headers.get("access-control-allow-origin"), "https://page.example");
  assert.equal(headers.get("access-control-allow-credentials"), "true");
  assert.match(headers.get("access-control-expose-headers"), /Retry-After/);
});

test("CORS can be refused or narrowed", async () => {
  const { url } = await server.create({
    responses: [{ cors: false }, { cors: { origin: "*", credentials: false, exposeHeaders: "" } }],
  });
  const ask = () => fetch(url, { headers: { origin: "https://page.example" } });
  assert.deepEqual(corsOf(await ask()), {});
  assert.deepEqual(corsOf(await ask()), { "access-control-allow-origin": "*" });
});

test("a preflight is answered with the CORS of the next response, and logged apart", async () => {
  const { url, log } = await server.create({
    responses: [{}, { cors: { allowHeaders: "x-b" } }, { cors: false }],
  });
  const allowed = await preflight(url);
  assert.equal(allowed.status, 204);
  assert.deepEqual(corsOf(allowed), {
    "access-control-allow-origin": "https://page.example",
    "access-control-allow-credentials": "true",
    "access-control-allow-headers": "x-a,x-b",
    "access-control-allow-methods": "GET",
    "access-control-max-age": "0",
  });
  await fetch(url);
  assert.equal((await preflight(url)).headers.get("access-control-allow-headers"), "x-b");
  await fetch(url);
  assert.deepEqual(corsOf(await preflight(url)), {});

  const { preflights, requests } = await log();
  assert.deepEqual([preflights.length, requests.length], [3, 2]);
  assert.equal(preflights[0].headers["access-control-request-headers"], "x-a,x-b");
});

test("a preflight can have an answer of its own, also none", async () => {
  const { url } = await server.create({
    preflight: { status: 403, cors: false },
    responses: [{ preflight: { rawHead: "", body: [{ reset: true }] } }, {}],
  });
  await assert.rejects(preflight(url), hasCode("ECONNRESET"));
  await fetch(url);
  const forbidden = await preflight(url);
  assert.deepEqual([forbidden.status, corsOf(forbidden)], [403, {}]);
});

test("OPTIONS that is no preflight is a request like any other", async () => {
  const { url } = await server.create({ responses: [{ text: "one" }] });
  assert.equal(await (await fetch(url, { method: "OPTIONS" })).text(), "one");
});

function corsOf({ headers }) {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));
}

function preflight(url) {
  return fetch(url, {
    method: "OPTIONS",
    headers: {
      origin: "https://page.example",
      "access-control-request-method": "GET",
      "access-control-request-headers": "x-a,x-b",
    },
  });
}
