// `eventsource-wasm/testing` in Node, with the class of the built package: a stream's whole life without a network.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { EventSource, isTransient } from "../../../dist/index.js";
import { createEventServer } from "../../../dist/testing.js";

const ADDRESS = "https://example.test/events";

/** A server in virtual time, a source of it, and a growing list of what the source has told. */
function open(t, options) {
  const server = createEventServer({ virtualTime: true });
  const source = new EventSource(ADDRESS, { fetch: server.fetch, retry: { jitterRatio: 0 }, ...options });
  t.after(() => {
    source.close();
    return server.close();
  });
  const told = [];
  source.onopen = () => told.push("open");
  source.onmessage = ({ data, lastEventId }) => told.push(`message ${data} ${lastEventId}`);
  source.onerror = ({ reason, delay, willRetry }) => told.push(`${reason} ${willRetry ? delay : "closed"}`);
  return { server, source, told };
}

test("what is sent has been heard when the promise resolves", async (t) => {
  const { server, source, told } = open(t);
  source.addEventListener("price", ({ data }) => told.push(`price ${data}`));
  await server.send("a");
  assert.deepEqual(told, ["open", "message a "]);
  await server.send({ event: "price", id: "7", data: "1\n2\r\n\u20283" });
  await server.comment("still here");
  await server.send({ data: "" });
  assert.deepEqual(told.slice(2), ["price 1\n2\n\u20283", "message  7"]);
});

test("everything happens in the order that it was said in, awaited or not", async (t) => {
  const { server, told } = open(t);
  server.send("a");
  server.send("b");
  server.drop();
  await server.advance(3000);
  await server.send("c");
  assert.deepEqual(told, ["open", "message a ", "message b ", "network 3000", "open", "message c "]);
});

test("a source comes back after its reconnection time, to the millisecond, with the last event ID", async (t) => {
  const { server, told } = open(t);
  await server.retry(86_400_000);
  await server.send({ id: "41", data: "x" });
  await server.end();
  await server.advance(86_399_999);
  assert.equal(server.requests.length, 1);
  assert.equal(server.connections, 0);
  await server.advance(1);
  assert.equal(server.requests[1].headers.get("Last-Event-ID"), "41");
  assert.equal(server.connections, 1);
  assert.deepEqual(told, ["open", "message x 41", "end 86400000", "open"]);
});

test("a token that expires is fetched anew", async (t) => {
  let token = 1;
  const { server, told } = open(t, {
    headers: async () => ({ Authorization: `Bearer ${token}` }),
    onUnauthorized: async () => {
      token++;
      return true;
    },
  });
  await server.send("a");
  server.unauthorized();
  await server.drop();
  await server.advance(3000);
  await server.send("b");
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.get("Authorization")),
    ["Bearer 1", "Bearer 1", "Bearer 2"],
  );
  assert.deepEqual(told, ["open", "message a ", "network 3000", "open", "message b "]);
});

test("answers are given in turn: a refusal, a status with Retry-After, no server, a stream", async (t) => {
  const { server, told } = open(t, { retry: { jitterRatio: 0, shouldRetry: isTransient } });
  server.respond(new Response("try later", { status: 503, headers: { "Retry-After": "20" } }));
  server.refuse();
  server.respond(({ url }) => new Response(url, { status: 404 }));
  await server.advance(60_000);
  assert.deepEqual(told, ["http 20000", "network 6000", "http closed"]);
  assert.equal(server.requests.length, 3);
});

test("a request that is not answered stays pending, until the source has had enough", async (t) => {
  const { server, told } = open(t, { connectTimeout: 5000 });
  server.respond(() => new Promise(() => {}));
  await server.advance(4999);
  assert.deepEqual([server.requests.length, server.connections, told], [1, 0, []]);
  // What has queued up while the page was busy is heard before the timeout is judged.
  await server.advance(101);
  assert.deepEqual(told, ["timeout 3000"]);
});

test("a server that falls silent is left, one that sends comments for a day is not", async (t) => {
  const { server, told } = open(t, { heartbeatTimeout: 30_000 });
  const alive = setInterval(() => server.comment(), 15_000);
  await server.advance(86_400_000);
  assert.deepEqual(told, ["open"]);
  clearInterval(alive);
  await server.advance(30_500);
  assert.deepEqual(told, ["open", "timeout 3000"]);
});

test("close() ends the connection, and sending says that nobody is there", async (t) => {
  const { server, source } = open(t);
  await server.settle();
  assert.equal(server.connections, 1);
  source.close();
  assert.equal(server.connections, 0);
  await assert.rejects(server.send("x"), /no open stream/);
  assert.equal(server.requests[0].url, ADDRESS);
});

test("a loop takes what was sent before it asked", async (t) => {
  const { server, source } = open(t);
  const events = source.events();
  await server.send("a");
  server.send("b");
  server.send("c");
  const taken = [];
  for await (const { data } of events) {
    if (taken.push(data) === 3) {
      break;
    }
  }
  assert.deepEqual(taken, ["a", "b", "c"]);
});

test("time stands still for the code under test, and goes on after close()", async () => {
  const before = [setTimeout, setInterval, Date, performance.now];
  const server = createEventServer({ virtualTime: true });
  const [wall, start] = [Date.now(), performance.now()];
  assert.equal(start % 1, 0, "differences would not be exact");
  const fired = [];
  const every = setInterval(() => fired.push(performance.now() - start), 400);
  setTimeout((what) => fired.push(what), 500, "once");
  clearTimeout(setTimeout(() => fired.push("never"), 100));
  await server.advance(999);
  clearInterval(every);
  await server.advance(1);
  assert.deepEqual(fired, [400, "once", 800]);
  assert.equal(Date.now() - wall, 1000);
  assert.equal(new Date().toJSON(), new Date(wall + 1000).toJSON());
  assert.equal(new Date(2000, 0).getFullYear(), 2000);
  await server.close();
  assert.deepEqual([setTimeout, setInterval, Date, performance.now], before);
});

test("a server that was left open by another test is told of, not taken over", async () => {
  const server = createEventServer({ virtualTime: true });
  assert.throws(() => createEventServer({ virtualTime: true }), /close\(\)/);
  await server.close();
  await createEventServer({ virtualTime: true }).close();
});

test("without virtualTime the clocks are the platform's", async () => {
  const { setTimeout } = globalThis;
  const server = createEventServer();
  assert.equal(globalThis.setTimeout, setTimeout);
  await assert.rejects(server.advance(1), /virtualTime/);
});

test("in Node too, promise reactions to one event run before the next of its chunk", async (t) => {
  const { server, source } = open(t);
  const chunk = [1, 2, 3].map((data) => `data: ${data}\n\n`).join("");
  server.respond(new Response(chunk, { headers: { "Content-Type": "text/event-stream" } }));
  const order = [];
  source.onmessage = async ({ data }) => {
    order.push(data);
    await undefined;
    order.push(`after ${data}`);
  };
  await server.settle();
  assert.deepEqual(order, ["1", "after 1", "2", "after 2", "3", "after 3"]);
});

test("a source that is left open keeps no process alive, and Node has nothing to warn of", () => {
  const script = `
    import { EventSource } from "./dist/index.js";
    import { createEventServer } from "./dist/testing.js";
    const server = createEventServer();
    const source = new EventSource("${ADDRESS}", { fetch: server.fetch });
    source.onmessage = ({ data }) => console.log(data);
    await server.send("a");
    await server.send("b");`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    timeout: 10_000,
  });
  assert.deepEqual([`${stdout}`, `${stderr}`, status], ["a\nb\n", "", 0]);
});

test("events have their data where the platform keeps it at the event itself, as Deno and happy-dom do", () => {
  const script = `
    globalThis.MessageEvent = class extends Event {
      constructor(type, { data = null, origin = "", lastEventId = "" } = {}) {
        super(type);
        this.data = data;
        this.origin = origin;
        this.lastEventId = lastEventId;
      }
    };
    const { EventSource } = await import("./dist/index.js");
    const { createEventServer } = await import("./dist/testing.js");
    const server = createEventServer();
    const source = new EventSource("${ADDRESS}", { fetch: server.fetch });
    source.onmessage = (event) => console.log(event.data, event.lastEventId, event instanceof MessageEvent);
    await server.send({ id: "7", data: "a" });`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 10_000 });
  assert.deepEqual([`${stdout}`, `${stderr}`], ["a 7 true\n", ""]);
});
