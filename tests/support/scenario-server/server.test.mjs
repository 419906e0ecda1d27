// The server itself: scripts that it refuses, its two origins, its page, and its end.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { rawRequest } from "./raw-client.mjs";
import { startScenarioServer } from "./server.mjs";

let server;
before(async () => {
  server = await startScenarioServer();
});
after(() => server.close());

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
