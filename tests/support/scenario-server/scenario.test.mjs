import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startScenarioServer } from "./server.mjs";

let server;
before(async () => {
  server = await startScenarioServer();
});
after(() => server.close());

// Which response a request gets

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

// Heads

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

// CORS

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

// Steps

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

// Resuming

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

// The log

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

// The house

test("a bad script is refused by the name of the field", async () => {
  const cases = [
    [
      { responses: [{}, { body: [{ write: "" }, { slep: 1 }] }] },
      /^400: responses\[1\]\.body\[1\]: expected exactly one/,
    ],
    [{ responses: [{ statuss: 1 }] }, /^400: responses\[0\]\.statuss: unknown field; known here: status,/],
    [{ responses: [{ status: "200" }] }, /^400: responses\[0\]\.status: expected a whole number/],
    [{ responses: [{ headers: { "x-a": 1 } }] }, /^400: responses\[0\]\.headers\.x-a: expected a string, got 1/],
    [{ responses: [{ headers: { "x-a": "日" } }] }, /^400: responses\[0\]\.headers\.x-a: expected characters up to/],
    [
      { responses: [{ body: [{ sleep: 2 ** 31 }] }] },
      /^400: responses\[0\]\.body\[0\]\.sleep: expected a whole number/,
    ],
    [{ responses: [{ body: [{ bytes: "%" }] }] }, /^400: responses\[0\]\.body\[0\]\.bytes: expected base64/],
    [{ responses: [{ body: [{ hold: true, slice: 1 }] }] }, /^400: responses\[0\]\.body\[0\]\.slice: unknown field/],
    [{ responses: [{ status: 204, text: "x" }] }, /^400: responses\[0\]\.body\[0\]: a response of status 204 has no/],
    [{ responses: [{ text: "x", body: [] }] }, /^400: responses\[0\]: both text and body/],
    [{ otherwise: { preflight: { preflight: {} } } }, /^400: otherwise\.preflight\.preflight: unknown field/],
    [{ events: [{ id: "a\nb" }] }, /^400: events\[0\]\.id: expected a string without line ends/],
    [[], /^400: scenario: expected an object/],
  ];
  for (const [script, message] of cases) await assert.rejects(server.create(script), { message });
});

test("null counts as absent", async () => {
  const { url } = await server.create({
    responses: [{ status: null, cors: null, body: [{ write: "x", slice: null }] }],
  });
  assert.equal(await (await fetch(url)).text(), "x");
});

test("both origins serve the same scenarios, and each is told", async () => {
  const { url, secondUrl, log } = await server.create({});
  await fetch(url);
  await fetch(secondUrl);
  assert.equal((await log()).requests.length, 2);
  const told = await (await fetch(`${server.secondOrigin}/origins`)).json();
  assert.deepEqual(told, { first: server.origin, second: server.secondOrigin });
});

test("the second origin moves away when the neighbouring port is taken", async () => {
  const neighbour = createServer();
  let beside;
  while (!beside) {
    await once(neighbour.close().listen(0, "127.0.0.1"), "listening");
    beside = await startScenarioServer({ port: neighbour.address().port - 1 }).catch(() => undefined);
  }
  const told = await (await fetch(`${beside.secondOrigin}/origins`)).json();
  assert.deepEqual(told, { first: beside.origin, second: beside.secondOrigin });
  await beside.close();
  neighbour.close();
});

test("the blank page has the headers of its query", async () => {
  const page = await fetch(`${server.origin}/page?csp=connect-src%20'none'&cross-origin-opener-policy=same-origin`);
  assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(page.headers.get("content-security-policy"), "connect-src 'none'");
  assert.equal(page.headers.get("cross-origin-opener-policy"), "same-origin");
  assert.match(await page.text(), /^<!doctype html>/);
});

test("a scenario is forgotten when it is unused, but not while a connection is open", async () => {
  const forgetful = await startScenarioServer({ forgetAfter: 200 });
  const { url, log } = await forgetful.create({ responses: [{ body: [{ hold: true }] }] });
  const socket = await rawRequest(url);
  await log("open:1");
  await sleep(500);
  assert.equal((await log()).openNow, 1);
  socket.destroy();
  await log("open:0");
  for (let i = 0; i < 8; i++) {
    await sleep(50);
    await log();
  }
  await sleep(500);
  await assert.rejects(log(), /^Error: 400: no scenario/);
  assert.equal((await fetch(url)).status, 404);
  await forgetful.close();
});

test("close ends open connections and frees the port", async () => {
  const shortLived = await startScenarioServer();
  const { url } = await shortLived.create({ responses: [{ body: [{ hold: true }] }] });
  const { body } = await fetch(url);
  const ended = assert.rejects(body.getReader().read());
  await shortLived.close();
  await ended;
  const { port } = new URL(shortLived.origin);
  const again = await startScenarioServer({ port: Number(port) });
  assert.equal(again.origin, shortLived.origin);
  await again.close();
});

test("the program tells its origins and ends when it is told to", async () => {
  const program = spawn(process.execPath, [new URL("main.mjs", import.meta.url).pathname]);
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
  const [, origin] = /^scenario server on (http:\/\/127\.0\.0\.1:\d+)$/.exec((await lines.next()).value);
  const [, second] = /^second origin on (http:\/\/127\.0\.0\.1:\d+)$/.exec((await lines.next()).value);
  assert.deepEqual(await (await fetch(`${origin}/origins`)).json(), { first: origin, second });
  program.kill("SIGTERM");
  assert.deepEqual(await once(program, "exit"), [0, null]);
});

function latin1(string) {
  return Buffer.from(string).toString("latin1");
}

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

function hasCode(code) {
  return (error) => error.cause?.code === code;
}

async function idsFrom(url, init) {
  const text = await (await fetch(url, init)).text();
  return [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);
}

/** A client without manners of its own, for what fetch does not show. */
async function rawRequest(url, { method = "GET", headers = "" } = {}) {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`${method} ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\n${headers}\r\n`);
  await once(socket, "connect");
  return socket;
}

/** All bytes until the server ends the connection, one character each. */
async function rawGet(url, request) {
  const socket = await rawRequest(url, request);
  let received = "";
  for await (const part of socket.setEncoding("latin1")) received += part;
  return received;
}
