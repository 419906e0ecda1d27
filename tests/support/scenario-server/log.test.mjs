// The log of requests and their connections.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { latin1, rawGet, rawRequest } from "./raw-client.mjs";
import { startScenarioServer } from "./server.mjs";

let server;
before(async () => {
  server = await startScenarioServer();
});
after(() => server.close());

test("the last event ID is logged as text and as bytes", async () => {
  const { url, log } = await server.create({});
  await fetch(url, { headers: { "Last-Event-ID": latin1("日") } });
  await fetch(url);
  const [first, second] = (await log()).requests;
  assert.deepEqual([first.lastEventId, first.lastEventIdBytes], ["日", Buffer.from("日").toString("base64")]);
  assert.deepEqual([second.lastEventId, second.lastEventIdBytes], [null, null]);
});

test("an id of a megabyte arrives", async () => {
  const { url, log } = await server.create({});
  await rawGet(url, { headers: `Last-Event-ID: ${"x".repeat(1024 * 1024)}\r\n` });
  assert.equal((await log()).requests[0].lastEventId.length, 1024 * 1024);
});

test("the log tells when a client leaves and how many were open at once", async () => {
  const { url, log } = await server.create({ responses: [{ body: [{ hold: true }] }], repeat: true });
  const first = await rawRequest(url);
  const second = await rawRequest(url);
  await log("open:2");
  first.destroy();
  assert.equal((await log("open:1")).openNow, 1);
  await rawRequest(url);
  second.resetAndDestroy();
  const { requests, openNow, maxOpen } = await log("closed:2,requests:3");
  assert.deepEqual([openNow, maxOpen], [1, 2]);
  assert.deepEqual(
    requests.map(({ closedBy }) => closedBy),
    ["client", "client", null],
  );
  assert.ok(requests[0].at <= requests[0].openedAt && requests[0].openedAt <= requests[0].closedAt);
});

test("a client that leaves before the head is logged as never opened", async () => {
  const { url, log } = await server.create({ responses: [{ waitFor: "never" }] });
  const socket = await rawRequest(url);
  await log("requests:1");
  socket.destroy();
  const [{ openedAt, closedBy }] = (await log("closed:1")).requests;
  assert.deepEqual([openedAt, closedBy], [null, "client"]);
});

test("the log keeps repeated headers", async () => {
  const { url, log } = await server.create({});
  await rawGet(url, { headers: "Authorization: a\r\nauthorization: b\r\n" });
  assert.equal((await log()).requests[0].headers.authorization, "a, b");
});

test("a condition that does not come true in time is an error", async () => {
  const { url, log } = await server.create({ responses: [{ body: [{ hold: true }] }] });
  await assert.rejects(log("requests:1", 30), /did not come to that in time/);
  await assert.rejects(log("open:0,requests:1", 30), /did not come to that in time/);
  await rawRequest(url);
  await log("open:1");
  await assert.rejects(log("open:0", 30), /did not come to that in time/);
  await assert.rejects(log("wishes:1"), /until: expected one of requests/);
});
