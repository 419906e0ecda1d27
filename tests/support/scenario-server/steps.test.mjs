// The output of a body's steps, and its times.

import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { latin1, rawGet, rawRequest } from "./raw-client.mjs";
import { startScenarioServer } from "./server.mjs";

let server;
before(async () => {
  server = await startScenarioServer();
});
after(() => server.close());

test("text, bytes, comments and events are written as chunks", async () => {
  const { url } = await server.create({
    responses: [
      {
        body: [
          { write: "é" },
          { bytes: "/w==" },
          { comment: "hello" },
          { event: { id: "7", event: "tick", retry: 5, data: "a\r\nb\u2028c\n" } },
          { write: "" },
        ],
      },
    ],
  });
  const [, body] = (await rawGet(url)).split(/\r\n\r\n(.*)/s);
  const event = latin1("id: 7\nevent: tick\nretry: 5\ndata: a\ndata: b\u2028c\ndata: \n\n");
  assert.equal(
    body,
    `2\r\n${latin1("é")}\r\n1\r\n\xff\r\n9\r\n: hello\n\n\r\n${event.length.toString(16)}\r\n${event}\r\n0\r\n\r\n`,
  );
});

test("slice sends a few bytes at a time, also half characters", async () => {
  const { url } = await server.create({ responses: [{ body: [{ write: "é!", slice: 1 }] }] });
  assert.match(await rawGet(url), /\r\n\r\n1\r\n\xc3\r\n1\r\n\xa9\r\n1\r\n!\r\n0\r\n\r\n$/);
});

test("times repeats, every makes a rhythm", async () => {
  const { url, log } = await server.create({ responses: [{ body: [{ write: "x", times: 3, every: 30 }] }] });
  assert.match(await rawGet(url), /\r\n\r\n1\r\nx\r\n1\r\nx\r\n1\r\nx\r\n0\r\n\r\n$/);
  const [{ openedAt, closedAt }] = (await log("closed:1")).requests;
  assert.ok(closedAt - openedAt >= 58, `two pauses of 30 ms took ${closedAt - openedAt} ms`);
});

test("a flood of small writes is gathered, and complete", async () => {
  const line = "data: 0123456789\n\n";
  const { url, log } = await server.create({ responses: [{ body: [{ write: line, times: 1_000_000 }] }] });
  let received = 0;
  for await (const part of (await fetch(url)).body) received += part.length;
  assert.equal(received, line.length * 1_000_000);
  assert.equal((await log()).requests[0].bytesWritten, received);
});

test("a reader that stops reading stops the server", async () => {
  const total = 200 * 1024 * 1024;
  const { url, log } = await server.create({
    responses: [{ body: [{ write: "x".repeat(1024), times: total / 1024 }] }],
  });
  const socket = await rawRequest(url);
  socket.pause();
  const written = async () => (await log()).requests[0].bytesWritten;
  let before = -1;
  let now = 0;
  while (now !== before) {
    [before, now] = [now, await written()];
    await sleep(100);
  }
  socket.destroy();
  assert.ok(now > 0 && now < total, `wrote ${now} of ${total} bytes`);
  assert.equal((await log("closed:1")).requests[0].closedBy, "client");
});

test("sleep holds the script back", async () => {
  const { url, log } = await server.create({ responses: [{ body: [{ sleep: 50 }] }] });
  await (await fetch(url)).text();
  const [{ openedAt, closedAt }] = (await log("closed:1")).requests;
  assert.ok(closedAt - openedAt >= 49, `slept ${closedAt - openedAt} ms`);
});

test("waitFor waits for its signal and no other, be it early or late", async () => {
  const { url, log, signal } = await server.create({
    responses: [{ body: [{ waitFor: "a" }, { write: "A" }, { waitFor: "b" }, { write: "B" }] }],
  });
  await signal("b");
  const { body } = await fetch(url);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await log("opened:1")).requests[0].bytesWritten, 0);
  await signal("a");
  let received = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) received += part.value;
  assert.equal(received, "AB");
});

test("a client that left takes no signal with it", async () => {
  const { url, log, signal } = await server.create({
    responses: [{ body: [{ waitFor: "go" }] }, { body: [{ waitFor: "go" }, { write: "went" }] }],
  });
  (await rawRequest(url)).destroy();
  await log("closed:1");
  const second = await fetch(url);
  await signal("go");
  assert.equal(await second.text(), "went");
});

test("one signal lets one wait go, the oldest", async () => {
  const waits = { body: [{ waitFor: "go" }, { write: "went" }] };
  const { url, log, signal } = await server.create({ responses: [waits], repeat: true });
  const first = await fetch(url);
  const second = await fetch(url);
  await signal("go");
  assert.equal(await first.text(), "went");
  assert.equal((await log("closed:1")).openNow, 1);
  await signal("go");
  assert.equal(await second.text(), "went");

  await signal("go");
  assert.equal(await (await fetch(url)).text(), "went");
  const fourth = await fetch(url);
  await assert.rejects(log("closed:4", 50));
  await signal("go");
  assert.equal(await fourth.text(), "went");
});

test("fin leaves the last chunk out, reset resets", async () => {
  const { url, log, signal } = await server.create({
    responses: [
      { body: [{ write: "a" }, { fin: true }] },
      { body: [{ write: "b" }, { waitFor: "reading" }, { reset: true }] },
    ],
  });
  assert.match(await rawGet(url), /\r\n\r\n1\r\na\r\n$/);

  const socket = await rawRequest(url);
  const failure = once(socket, "error");
  await once(socket, "data");
  await signal("reading");
  assert.equal((await failure)[0].code, "ECONNRESET");
  assert.deepEqual(
    (await log("closed:2")).requests.map(({ closedBy }) => closedBy),
    ["server", "server"],
  );
});

test("raw bytes break the framing", async () => {
  const { url } = await server.create({ responses: [{ body: [{ write: "a" }, { raw: "zz\r\nnot a size" }] }] });
  await assert.rejects((await fetch(url)).text());
});

test("cut ends open connections whatever the script says", async () => {
  const { url, log, cut } = await server.create({
    responses: [{ body: [{ write: "a" }, { hold: true }] }],
    repeat: true,
  });
  for (const [how, ending] of [
    ["end", /1\r\na\r\n0\r\n\r\n$/],
    ["fin", /1\r\na\r\n$/],
  ]) {
    const whole = rawGet(url);
    await log("opened:1,open:1");
    await cut(how);
    assert.match(await whole, ending);
  }
  const socket = await rawRequest(url);
  const failure = once(socket, "error");
  await log("opened:3,open:1");
  await cut("reset");
  assert.equal((await failure)[0].code, "ECONNRESET");
  assert.deepEqual(
    (await log("closed:3")).requests.map(({ closedBy }) => closedBy),
    ["server", "server", "server"],
  );
});

const EVENTS = ["1", "2", "3", "4", "5"].map((id) => ({ id, data: `d${id}` }));

test("replay goes on after the last event ID, of the header or the query", async () => {
  const { url } = await server.create({ events: EVENTS, responses: [{ body: [{ replay: true }] }], repeat: true });
  assert.deepEqual(await idsFrom(url), ["1", "2", "3", "4", "5"]);
  assert.deepEqual(await idsFrom(url, { headers: { "last-event-id": "3" } }), ["4", "5"]);
  assert.deepEqual(await idsFrom(`${url}?lastEventId=4`), ["5"]);
  assert.deepEqual(await idsFrom(url, { headers: { "last-event-id": "5" } }), []);
  assert.deepEqual(await idsFrom(url, { headers: { "last-event-id": "unknown" } }), ["1", "2", "3", "4", "5"]);
});

test("replay goes on where it stopped, and overlaps when asked", async () => {
  const { url } = await server.create({
    events: EVENTS,
    responses: [
      { body: [{ replay: { count: 2 } }, { comment: "between" }, { replay: { count: 1 } }] },
      { body: [{ replay: { overlap: 2 } }] },
    ],
  });
  const text = await (await fetch(url)).text();
  assert.equal(text, "id: 1\ndata: d1\n\nid: 2\ndata: d2\n\n: between\n\nid: 3\ndata: d3\n\n");
  assert.deepEqual(await idsFrom(url, { headers: { "last-event-id": "3" } }), ["2", "3", "4", "5"]);
});

async function idsFrom(url, init) {
  const text = await (await fetch(url, init)).text();
  return [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);
}
