// The parser stream of the built package, in Node: it needs no browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { EventSourceParserStream, ParseError } from "../../../dist/stream.js";

/** Every event of the chunks. */
async function parse(chunks, options) {
  const events = [];
  for await (const one of ReadableStream.from(chunks).pipeThrough(new EventSourceParserStream(options))) {
    events.push(one);
  }
  return events;
}

/** An event as the stream gives it: `event` and `id` are what its own block has. */
const event = (data, { event, id, lastEventId = id ?? "" } = {}) => ({
  type: event ?? "message",
  data,
  lastEventId,
  event,
  id,
});

const tooLarge = { name: "ParseError", type: "max-buffer-size-exceeded" };

test("bytes may come in any kind of buffer, and text in any pieces", async () => {
  const text = "data: €😀\n\n";
  const bytes = new TextEncoder().encode(text);
  const around = new Uint8Array([0, ...bytes, 0]);
  const chunks = [
    bytes,
    bytes.buffer,
    new DataView(around.buffer, 1, bytes.length),
    text.slice(0, text.indexOf("\ude00")),
    text.slice(text.indexOf("\ude00")),
  ];
  assert.deepEqual(await parse(chunks), Array(4).fill(event("€😀")));
});

test("a type and an id come through after an event of nothing", async () => {
  assert.deepEqual(await parse(["data\n\nevent: t\nid: 7\ndata\n\ndata\n\n"]), [
    event(""),
    event("", { event: "t", id: "7" }),
    event("", { lastEventId: "7" }),
  ]);
});

test("an event's own id and type can be told from inherited and usual ones", async () => {
  const text = [
    "id: 1\ndata: a",
    "id: 1\ndata: b",
    "data: c",
    "id\ndata: d",
    "data: e",
    "event: message\ndata: f",
    "event\ndata: g",
  ];
  assert.deepEqual(await parse([`${text.join("\n\n")}\n\n`]), [
    event("a", { id: "1" }),
    event("b", { id: "1" }),
    event("c", { lastEventId: "1" }),
    event("d", { id: "" }),
    event("e"),
    event("f", { event: "message" }),
    event("g"),
  ]);
});

/** What a loop and all callbacks hear, in their order. */
async function heard(chunks, options = {}) {
  const calls = [];
  const hear = (name) => (value) => calls.push([name, value instanceof Error ? value.message : value]);
  const callbacks = Object.fromEntries(["onComment", "onError", "onId", "onRetry"].map((name) => [name, hear(name)]));
  const stream = new EventSourceParserStream({ ...callbacks, ...options });
  for await (const { data } of ReadableStream.from(chunks).pipeThrough(stream)) {
    calls.push(["event", data]);
  }
  return calls;
}

test("each line that makes no event is told in its place, however the chunks are cut", async () => {
  const text =
    "retry: 1\n: one\ndata: a\nretry: 2\n\nid: 5\n\nretry: 3\nretry: x\nid: 6\n:two\ndata: b\n\nfoo: bar\nretry: 4\n:\n";
  const expected = [
    ["onRetry", 1],
    ["onComment", "one"],
    ["onRetry", 2],
    ["event", "a"],
    ["onId", "5"],
    ["onRetry", 3],
    ["onError", 'Invalid `retry` value: "x"'],
    ["onComment", "two"],
    ["onId", "6"],
    ["event", "b"],
    ["onError", 'Unknown field "foo"'],
    ["onRetry", 4],
    ["onComment", ""],
  ];
  for (let size = 1; size <= text.length; size++) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
      text.slice(index * size, (index + 1) * size),
    );
    assert.deepEqual(await heard(chunks), expected, `chunks of ${size}`);
  }
});

test("lines are told when the reader comes to them", async () => {
  const told = [];
  const { readable, writable } = new EventSourceParserStream({ onRetry: (ms) => told.push(ms) });
  const writer = writable.getWriter();
  writer.write("retry: 1\ndata: a\n\nretry: 2\ndata: b\n\nretry: 3\n\n");
  const events = readable.values();
  assert.deepEqual(told, []);
  assert.equal((await events.next()).value.data, "a");
  assert.deepEqual(told, [1]);
  assert.equal((await events.next()).value.data, "b");
  assert.deepEqual(told, [1, 2]);
  events.next();
  await setImmediate();
  assert.deepEqual(told, [1, 2, 3]);
});

test("the events are the same however they are read", async () => {
  const text = Array.from({ length: 100 }, (_, index) => `id: ${index}\nevent: e${index % 3}\ndata: ${index}\n\n`);
  const chunks = [text.slice(0, 60).join(""), text.slice(60, 61).join(""), text.slice(61).join("")];
  const iterated = await parse(chunks);
  const read = [];
  const reader = ReadableStream.from(chunks).pipeThrough(new EventSourceParserStream()).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    read.push(next.value);
  }
  const mixed = [];
  const { readable, writable } = new EventSourceParserStream();
  const piped = ReadableStream.from(chunks).pipeTo(writable);
  for await (const one of readable.values({ preventCancel: true })) {
    mixed.push(one);
    if (mixed.length === 50) {
      break;
    }
  }
  const rest = readable.values();
  const all = await Promise.all(Array.from({ length: 51 }, () => rest.next()));
  mixed.push(...all.flatMap(({ done, value }) => (done ? [] : [value])));
  await piped;
  assert.equal(iterated.length, 100);
  assert.deepEqual(iterated[4], event("4", { event: "e1", id: "4" }));
  assert.deepEqual(read, iterated);
  assert.deepEqual(mixed, iterated);
});

test("the writer waits for the reader", async () => {
  const { readable, writable } = new EventSourceParserStream();
  const writer = writable.getWriter();
  let written = 0;
  for (const chunk of ["data: 1\n\ndata: 2\n\n", "data: 3\n\n"]) {
    writer.write(chunk).then(() => written++);
  }
  const events = readable.values();
  await events.next();
  await setImmediate();
  assert.equal(written, 0);
  await events.next();
  await setImmediate();
  assert.equal(written, 1);
});

test("an event that is too large fails both sides, after those before it", async () => {
  const told = [];
  const { readable, writable } = new EventSourceParserStream({
    maxBufferSize: 100,
    onError: (error) => told.push(error),
  });
  const writer = writable.getWriter();
  const refused = assert.rejects(writer.write(`data: 1\n\ndata: ${"x".repeat(1000)}`), tooLarge);
  const closed = assert.rejects(writer.closed, tooLarge);
  const events = readable.values();
  assert.deepEqual((await events.next()).value, event("1"));
  const failure = await events.next().catch((error) => error);
  assert.ok(failure instanceof ParseError);
  assert.deepEqual(told, [failure]);
  assert.equal((await events.next()).done, true);
  await Promise.all([refused, closed]);
});

test("the limit counts characters, and only what waits for the rest of its event", async () => {
  const large = "東".repeat(1000);
  assert.deepEqual(await parse([`data: ${large}\n\n`], { maxBufferSize: 10 }), [event(large)]);
  assert.deepEqual(await parse([`data: ${large}`, "\n\n"], { maxBufferSize: 1006 }), [event(large)]);
  await assert.rejects(parse([`data: ${large}`, "\n\n"], { maxBufferSize: 1005 }), tooLarge);
  const comments = Array(100).fill(`: ${"x".repeat(60)}\n`);
  assert.deepEqual(await parse(comments, { maxBufferSize: 100, onComment() {} }), []);
});

test("with onError: 'terminate' the stream fails at the first line that is not used", async () => {
  const options = { onError: "terminate" };
  const events = ReadableStream.from(["data: 1\n\nfoo\n\ndata: 2\n\n"])
    .pipeThrough(new EventSourceParserStream(options))
    .values();
  assert.deepEqual((await events.next()).value, event("1"));
  await assert.rejects(events.next(), {
    name: "ParseError",
    type: "unknown-field",
    field: "foo",
    value: "",
    line: "foo",
  });
});

test("a chunk that is neither bytes nor text, and a bad option, are a TypeError that says so", async () => {
  await assert.rejects(parse([17]), { name: "TypeError", message: /17/ });
  assert.throws(() => new EventSourceParserStream({ maxBufferSize: "10" }), {
    name: "TypeError",
    message: /maxBufferSize/,
  });
  for (const name of ["onRetry", "onComment", "onId"]) {
    assert.throws(() => new EventSourceParserStream({ [name]: 3 }), { name: "TypeError", message: new RegExp(name) });
  }
});

test("an aborted writer reaches the reader", async () => {
  const { readable, writable } = new EventSourceParserStream();
  await writable.abort(new Error("stopped"));
  await assert.rejects(readable.values().next(), /stopped/);
});

test("what a callback throws ends its stream and no other one", async () => {
  const other = new EventSourceParserStream();
  const writer = other.writable.getWriter();
  writer.write("data: 1\nda");
  for (const name of ["onRetry", "onComment", "onId", "onError"]) {
    const options = {
      [name]() {
        throw new Error("of the app");
      },
    };
    const source = ReadableStream.from(["data: 1\n\n", "retry: 1\n:\nid: 1\nfoo\n\ndata: 2\n\n"]);
    const stream = new EventSourceParserStream(options);
    const events = stream.readable.values();
    const piped = assert.rejects(source.pipeTo(stream.writable), /of the app/);
    assert.equal((await events.next()).value.data, "1", name);
    await assert.rejects(events.next(), /of the app/, name);
    await piped;
  }
  writer.write("ta: 2\n\n");
  assert.deepEqual((await other.readable.values().next()).value, event("1\n2"));
});

test("a callback may end its stream, and read and write another one", async () => {
  const inner = [];
  const outer = new EventSourceParserStream({
    onComment(comment) {
      const other = new EventSourceParserStream();
      ReadableStream.from([`data: ${comment}\n\n`]).pipeTo(other.writable);
      inner.push(other.readable.values().next());
    },
    onRetry: () => reader.cancel(),
  });
  const reader = outer.readable.getReader();
  const writer = outer.writable.getWriter();
  writer.write(": one\n: two\ndata: a\n\nretry: 1\ndata: b\n\n").catch(() => {});
  writer.closed.catch(() => {});
  assert.equal((await reader.read()).value.data, "a");
  assert.equal((await reader.read()).done, true);
  assert.deepEqual(
    (await Promise.all(inner)).map(({ value }) => value.data),
    ["one", "two"],
  );
});

test("the source's error reaches the reader, after the events before it", async () => {
  async function* broken() {
    yield "data: 1\n\n";
    throw new Error("cut");
  }
  const events = ReadableStream.from(broken()).pipeThrough(new EventSourceParserStream()).values();
  assert.deepEqual((await events.next()).value, event("1"));
  await assert.rejects(events.next(), /cut/);
});

test("who stops to read cancels the source", async () => {
  let cancelled;
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue("data: x\n\n"),
    cancel: (reason) => {
      cancelled = [reason];
    },
  });
  for await (const { data } of endless.pipeThrough(new EventSourceParserStream())) {
    assert.equal(data, "x");
    break;
  }
  await setImmediate();
  assert.deepEqual(cancelled, [undefined]);
});
