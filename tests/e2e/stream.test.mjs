// The parser stream of the built package, in Node: it needs no browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { EventSourceParserStream } from "../../dist/stream.js";

/** Every event of the chunks. */
async function parse(chunks, options) {
  const events = [];
  for await (const event of ReadableStream.from(chunks).pipeThrough(new EventSourceParserStream(options))) {
    events.push(event);
  }
  return events;
}

const message = (data) => ({ type: "message", data, lastEventId: "" });

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
  assert.deepEqual(await parse(chunks), Array(4).fill(message("€😀")));
});

test("a type and an id come through after an event of nothing", async () => {
  assert.deepEqual(await parse(["data\n\nevent: t\nid: 7\ndata\n\ndata\n\n"]), [
    message(""),
    { type: "t", data: "", lastEventId: "7" },
    { type: "message", data: "", lastEventId: "7" },
  ]);
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
  for await (const event of readable.values({ preventCancel: true })) {
    mixed.push(event);
    if (mixed.length === 50) {
      break;
    }
  }
  const rest = readable.values();
  const all = await Promise.all(Array.from({ length: 51 }, () => rest.next()));
  mixed.push(...all.flatMap(({ done, value }) => (done ? [] : [value])));
  await piped;
  assert.equal(iterated.length, 100);
  assert.deepEqual(iterated[4], { type: "e1", data: "4", lastEventId: "4" });
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
  const { readable, writable } = new EventSourceParserStream({ maxBufferSize: 100 });
  const writer = writable.getWriter();
  const refused = assert.rejects(writer.write(`data: 1\n\ndata: ${"x".repeat(1000)}`), RangeError);
  const closed = assert.rejects(writer.closed, RangeError);
  const events = readable.values();
  assert.deepEqual((await events.next()).value, message("1"));
  await assert.rejects(events.next(), /maxBufferSize/);
  assert.equal((await events.next()).done, true);
  await Promise.all([refused, closed]);
});

test("a chunk that is neither bytes nor text, and a bad option, are a TypeError that says so", async () => {
  await assert.rejects(parse([17]), { name: "TypeError", message: /17/ });
  assert.throws(() => new EventSourceParserStream({ maxBufferSize: "10" }), {
    name: "TypeError",
    message: /maxBufferSize/,
  });
  assert.throws(() => new EventSourceParserStream({ onRetry: 3 }), { name: "TypeError", message: /onRetry/ });
});

test("an aborted writer and a thrown error of onRetry reach the reader", async () => {
  const { readable, writable } = new EventSourceParserStream();
  await writable.abort(new Error("stopped"));
  await assert.rejects(readable.values().next(), /stopped/);
  const onRetry = () => {
    throw new Error("of the app");
  };
  await assert.rejects(parse(["retry: 1\n\n"], { onRetry }), /of the app/);
});

test("the source's error reaches the reader, after the events before it", async () => {
  async function* broken() {
    yield "data: 1\n\n";
    throw new Error("cut");
  }
  const events = ReadableStream.from(broken()).pipeThrough(new EventSourceParserStream()).values();
  assert.deepEqual((await events.next()).value, message("1"));
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
  for await (const event of endless.pipeThrough(new EventSourceParserStream())) {
    assert.equal(event.data, "x");
    break;
  }
  await setImmediate();
  assert.deepEqual(cancelled, [undefined]);
});
