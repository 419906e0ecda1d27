// The response for each request, and its head.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hasCode, rawGet } from "./raw-client.mjs";
import { startScenarioServer } from "./server.mjs";

let server;
before(async () => {
  server = await startScenarioServer();
});
after(() => server.close());

test("each request gets the next response, then the last word is 204", async () => {
  const { url, log } = await server.create({ responses: [{ text: "one" }, { status: 503 }] });
  assert.equal(await (await fetch(`${url}?a=1`)).text(), "one");
  assert.equal((await fetch(`${url}/below`, { method: "POST", body: "sent" })).status, 503);
  assert.equal((await fetch(url)).status, 204);

  const { requests } = await log();
  assert.deepEqual(
    requests.map(({ n, method, response, body }) => [n, method, response, body]),
    [
      [1, "GET", 0, ""],
      [2, "POST", 1, "sent"],
      [3, "GET", "otherwise", ""],
    ],
  );
  assert.match(requests[0].url, /^\/s\/\w+\?a=1$/);
  assert.match(requests[1].url, /^\/s\/\w+\/below$/);
});

test("otherwise answers when the responses run out", async () => {
  const { url } = await server.create({ otherwise: { status: 418 } });
  assert.equal((await fetch(url)).status, 418);
});

test("repeat gives the last response for ever", async () => {
  const { url } = await server.create({ responses: [{ status: 500 }, { status: 502 }], repeat: true });
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await fetch(url)).status);
  assert.deepEqual(statuses, [500, 502, 502, 502]);
});

test("a HEAD probe uses up no response unless countHead says so", async () => {
  const responses = [{ headers: { "x-answer": "1" }, text: "one" }];
  const probed = await server.create({ responses });
  const probe = await fetch(probed.url, { method: "HEAD" });
  assert.equal(probe.headers.get("x-answer"), "1");
  const bytes = await rawGet(probed.url, { method: "HEAD" });
  assert.equal(bytes.indexOf("\r\n\r\n"), bytes.length - 4);
  assert.equal(await (await fetch(probed.url)).text(), "one");
  const { probes, requests } = await probed.log();
  assert.deepEqual([probes.length, requests.length], [2, 1]);

  const counted = await server.create({ responses, countHead: true });
  await fetch(counted.url, { method: "HEAD" });
  assert.equal((await fetch(counted.url)).status, 204);
});

test("without the required Authorization the answer is 401 and no response is used up", async () => {
  const { url, log } = await server.create({
    requireAuthorization: "Bearer old",
    responses: [{ text: "one" }, { text: "two", requireAuthorization: "Bearer new" }],
  });
  const ask = (authorization) => fetch(url, { headers: { authorization } });

  const refused = await fetch(url);
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get("www-authenticate"), "Bearer");
  assert.equal(await (await ask("Bearer old")).text(), "one");
  assert.equal((await ask("Bearer old")).status, 401);
  assert.equal(await (await ask("Bearer new")).text(), "two");
  assert.deepEqual(
    (await log()).requests.map(({ response }) => response),
    ["unauthorized", 0, "unauthorized", 1],
  );
});

test("a stream has an event stream's head, and null takes a default away", async () => {
  const { url } = await server.create({ responses: [{}, { headers: { "Content-Type": null } }, { status: 404 }] });
  assert.equal((await fetch(url)).headers.get("content-type"), "text/event-stream");
  assert.equal((await fetch(url)).headers.get("content-type"), null);
  assert.equal((await fetch(url)).headers.get("content-type"), null);
});

test("headers go out in the given order, case, number and bytes", async () => {
  const { url } = await server.create({
    responses: [
      {
        status: 299,
        statusText: "Odd",
        headers: [
          ["Content-Length", "1"],
          ["Content-Length", "2"],
          ["X-Latin", "\u00e9"],
        ],
      },
    ],
  });
  const bytes = await rawGet(url);
  assert.match(bytes, /^HTTP\/1\.1 299 Odd\r\n/);
  assert.ok(bytes.endsWith("\r\nContent-Length: 1\r\nContent-Length: 2\r\nX-Latin: \u00e9\r\n\r\n"), bytes);
  assert.doesNotMatch(bytes, /transfer-encoding/);
});

test("without transfer-encoding the body ends with the connection", async () => {
  const { url } = await server.create({ responses: [{ headers: { "transfer-encoding": null }, text: "data: x" }] });
  assert.match(await rawGet(url), /\r\n\r\ndata: x$/);
});

test("only a response that comes to its end announces that the connection closes", async () => {
  const { url } = await server.create({ responses: [{}, { body: [{ write: "a" }, { fin: true }] }] });
  assert.equal((await fetch(url)).headers.get("connection"), "close");
  await assert.rejects((await fetch(url)).text(), hasCode("UND_ERR_SOCKET"));
});

test("a raw head is sent as it is, and the body with it", async () => {
  const rawHead = "HTTP/1.0 200\nContent-Type: text/event-stream\n\n";
  const { url, log } = await server.create({
    responses: [{ rawHead, text: "data: x" }, { rawHead: "" }],
  });
  assert.equal(await rawGet(url), `${rawHead}data: x`);
  assert.equal(await rawGet(url), "");
  assert.equal((await log()).requests[1].openedAt, null);
});

test("a redirect may go to the other origin and back to the same scenario", async () => {
  const { url, log } = await server.create({
    responses: [{ redirect: "{second}/s/{id}/there" }, { text: "arrived" }, { redirect: "/elsewhere", status: 307 }],
  });
  const arrived = await fetch(url);
  assert.equal(await arrived.text(), "arrived");
  assert.ok(arrived.url.startsWith(`${server.secondOrigin}/s/`) && arrived.url.endsWith("/there"), arrived.url);
  assert.equal((await log()).requests.length, 2);

  const elsewhere = await fetch(url, { redirect: "manual" });
  assert.deepEqual([elsewhere.status, elsewhere.headers.get("location")], [307, "/elsewhere"]);
});

test("the head waits for its delay and its signal", async () => {
  const { url, log, signal } = await server.create({ responses: [{ delay: 60 }, { waitFor: "head" }] });
  await fetch(url);
  const second = fetch(url);
  const { requests } = await log("requests:2");
  assert.ok(requests[0].openedAt - requests[0].at >= 59, `opened after ${requests[0].openedAt - requests[0].at} ms`);
  assert.equal(requests[1].openedAt, null);
  await signal("head");
  assert.equal((await second).status, 200);
  await log("opened:2");
});
