// What the parser of the built package takes of memory, and gives back: in a Node of its own, which shows its WebAssembly
// instances and collects garbage when asked to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inNode } from "./in-node.mjs";

const MIB = 2 ** 20;
const inNodeWithParser = inNode("createParser, EventSourceParserStream", "stream");

/* global collect, createParser, EventSourceParserStream, memories, sizes */

for (const [name, unit] of [
  ["ASCII", [0x78]],
  ["characters of three bytes", [0xe6, 0xbc, 0xa2]],
  ["bytes that are no UTF-8", [0xff]],
  ["many lines", [...Buffer.from(`${"x".repeat(900)}\ndata: `)]],
]) {
  test(`an event of 60 MiB does not make the WebAssembly's memory large: ${name}`, () => {
    const { length, most } = inNodeWithParser(async (unit) => {
      const bytes = new Uint8Array(2 ** 16 * unit.length).map((_, index) => unit[index % unit.length]);
      const total = 60 * 2 ** 20;
      async function* chunks() {
        yield new TextEncoder().encode("data: ");
        for (let sent = 0; sent < total; sent += 2 ** 16) {
          yield bytes.subarray(sent % bytes.length, (sent % bytes.length) + 2 ** 16);
        }
        yield new TextEncoder().encode("\n\n");
      }
      let length;
      for await (const { data } of ReadableStream.from(chunks()).pipeThrough(new EventSourceParserStream())) {
        length = data.length;
      }
      return { length, most: Math.max(...sizes()) };
    }, unit);
    assert.ok(length >= 20 * MIB, `${length} characters`);
    assert.ok(most <= 4 * MIB, `${most} bytes`);
  });
}

test("memory that other values have made large is given back when no parser is left", () => {
  const { large, after, count } = inNodeWithParser(async () => {
    const { writable, readable } = new EventSourceParserStream();
    const writer = writable.getWriter();
    const reader = readable.getReader();
    reader.read();
    await writer.write(`id: ${"x".repeat(20 * 2 ** 20)}\ndata: a\n\n`);
    const [large] = sizes();
    reader.cancel();
    await writer.closed.catch(() => {});
    createParser({}).feed("data: a\n\n");
    return { large, after: sizes().at(-1), count: memories.length };
  });
  assert.ok(large > 20 * MIB, `${large} bytes`);
  assert.equal(count, 2);
  assert.ok(after <= 2 * MIB, `${after} bytes`);
});

test("parsers that are forgotten, ended, cancelled or broken are let go", () => {
  const { live, sizes } = inNodeWithParser(async () => {
    let live = 0;
    const registry = new FinalizationRegistry(() => live--);
    const keep = (object) => {
      live++;
      registry.register(object);
      return object;
    };
    const text = `data: ${"x".repeat(10_000)}`;
    const ends = [
      () => createParser(keep({ onEvent() {} })).feed(text),
      async () => {
        const { writable } = new EventSourceParserStream(keep({ onRetry() {} }));
        writable.getWriter().write(text);
      },
      async () => {
        const source = ReadableStream.from([`${text}\n\n`]);
        for await (const _ of source.pipeThrough(new EventSourceParserStream(keep({ onRetry() {} }))));
      },
      async () => {
        const source = ReadableStream.from([`${text}\n\n`, text]);
        for await (const _ of source.pipeThrough(new EventSourceParserStream(keep({ onRetry() {} })))) {
          break;
        }
      },
      async () => {
        const stream = new EventSourceParserStream(keep({ maxBufferSize: 100 }));
        const reader = ReadableStream.from([text]).pipeThrough(stream).getReader();
        await reader.read().catch(() => {});
      },
    ];
    const sizesAfter = [];
    for (let round = 0; round < 10; round++) {
      for (let index = 0; index < 200; index++) {
        await ends[index % ends.length]();
      }
      await collect();
      sizesAfter.push(sizes()[0]);
    }
    return { live, sizes: sizesAfter };
  });
  assert.equal(live, 0);
  assert.equal(sizes.at(-1), sizes[1], `bytes of memory after each 200: ${sizes}`);
});

test("an event that is kept keeps no more than a few KiB of its chunk", () => {
  const { grown, kept } = inNodeWithParser(async () => {
    const kept = [];
    const long = `data: ${"x".repeat(1000)}\n\n`.repeat(60);
    const bytes = new TextEncoder().encode(`data: a note of some words\n\n${long}`);
    const feed = () => {
      let isFirst = true;
      createParser({
        onEvent({ data }) {
          if (isFirst) {
            kept.push(data);
          }
          isFirst = false;
        },
      }).feed(bytes);
    };
    feed();
    await collect();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < 2000; index++) {
      feed();
    }
    await collect();
    return { grown: process.memoryUsage().heapUsed - before, kept: kept.length };
  });
  assert.equal(kept, 2001);
  // A chunk has 60 KiB, of which 2,000 are 117 MiB.
  assert.ok(grown < 12 * MIB, `${grown} bytes`);
});

test("a stack that overflows anywhere breaks no parser", () => {
  const { overflows, kept, whole } = inNodeWithParser(() => {
    let overflows = 0;
    const kept = [];
    const whole = [];
    const other = createParser({ onEvent: ({ data }) => kept.push(data) });
    for (let depth = 0; depth < 40; depth++) {
      other.feed("data: ke");
      const parser = createParser({ onComment() {}, onEvent: ({ data }) => whole.push(data.length), onId() {} });
      // How deep the stack is at the parser's call is never the same.
      const fill = (left, ...values) => (left > 0 ? fill(left - 1, left, ...values.slice(0, left % 5)) : recurse());
      const recurse = () => {
        parser.feed(`: a comment\nid: 1\ndata: ${"x".repeat(100)}\n\n`);
        recurse();
      };
      try {
        fill(depth);
      } catch (error) {
        overflows += error instanceof RangeError;
      }
      other.feed("pt\n\n");
    }
    return { overflows, kept: kept.filter((data) => data === "kept").length, whole: new Set(whole).size };
  });
  assert.deepEqual({ overflows, kept, whole }, { overflows: 40, kept: 40, whole: 1 });
});
