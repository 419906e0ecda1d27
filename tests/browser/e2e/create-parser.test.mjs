// `createParser` of the built package, in Node: what it calls back, and that nothing that a callback does can break it.
// tests/ecosystem/eventsource-parser/ compares it with the parser whose place it takes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createParser, ParseError } from "../../../dist/stream.js";
import { event, hearing } from "./heard.mjs";

const exceeded = (limit) => ({
  name: "ParseError",
  type: "max-buffer-size-exceeded",
  message: `Buffered data exceeded max buffer size of ${limit} characters`,
});

test("an event has its own type and id, or none", () => {
  const { feed, calls } = hearing();
  feed("event: tick\nid: 1\ndata: a\n\ndata: b\n\nid\nevent\ndata: c\n\n");
  assert.deepEqual(
    calls.filter(([name]) => name === "onEvent"),
    [event("a", { event: "tick", id: "1" }), event("b"), event("c", { id: "" })],
  );
});

test("an id is told at the end of its block, before its event, also without one", () => {
  const { feed, calls } = hearing();
  feed("id: 42\n");
  assert.deepEqual(calls, []);
  feed("id: bad\0\n\n");
  feed("id: 7\ndata: a\nid:  8\n\nid: bad\0\n\nid:\n\n");
  assert.deepEqual(calls, [["onId", "42"], ["onId", " 8"], event("a", { id: " 8" }), ["onId", ""]]);
});

test("a retry and comments are told in their place", () => {
  const { feed, calls } = hearing();
  feed(": a\n:b\n:  c\nretry: 10\ndata: 1\nretry: 007\n\nretry:99999999999999999999\n:\n");
  assert.deepEqual(calls, [
    ["onComment", "a"],
    ["onComment", "b"],
    ["onComment", " c"],
    ["onRetry", 10],
    ["onRetry", 7],
    event("1"),
    ["onRetry", 1e20],
    ["onComment", ""],
  ]);
});

test("a line that is not used is a ParseError that says which", () => {
  const { feed, calls } = hearing();
  feed('retry: 1x\nretry\n{"error":"of the server"}\na field of more than twenty characters\n');
  const errors = calls.map(([, error]) => error);
  assert.ok(errors.every((error) => error instanceof ParseError && error instanceof Error));
  assert.deepEqual(
    errors.map(({ name, type, message, field, value, line }) => [name, type, message, field, value, line]),
    [
      ["ParseError", "invalid-retry", 'Invalid `retry` value: "1x"', undefined, "1x", "retry: 1x"],
      ["ParseError", "invalid-retry", 'Invalid `retry` value: ""', undefined, "", "retry"],
      [
        "ParseError",
        "unknown-field",
        'Unknown field "{"error""',
        '{"error"',
        '"of the server"}',
        '{"error":"of the server"}',
      ],
      [
        "ParseError",
        "unknown-field",
        'Unknown field "a field of more than…"',
        "a field of more than twenty characters",
        "",
        "a field of more than twenty characters",
      ],
    ],
  );
});

test("text may be cut between the halves of a character, and bytes inside of one", () => {
  const { feed, calls } = hearing();
  const text = "event: 🦀\ndata: 漢🦀\n\n";
  for (const unit of text.split("")) {
    feed(unit);
  }
  for (const byte of new TextEncoder().encode(text)) {
    feed(Uint8Array.of(byte));
  }
  feed(new TextEncoder().encode(text).buffer);
  assert.deepEqual(calls, Array(3).fill(event("漢🦀", { event: "🦀" })));
});

test("a CR ends its line at once, also one whose LF comes with the next chunk", () => {
  const { feed, calls } = hearing();
  feed("data: a\r");
  feed("\ndata: b\r\n\r");
  assert.deepEqual(calls, [event("a\nb")]);
  feed("\ndata: c\r\r");
  assert.deepEqual(calls.slice(1), [event("c")]);
});

test("one byte order mark is dropped, as a character, as bytes, and as the characters of its bytes", () => {
  for (const mark of ["\uFEFF", "\xEF\xBB\xBF", Uint8Array.of(0xef, 0xbb, 0xbf)]) {
    const { feed, reset, calls } = hearing();
    for (let stream = 0; stream < 2; stream++) {
      feed(typeof mark === "string" ? `${mark}data: a\n\n` : mark);
      feed(typeof mark === "string" ? "" : "data: a\n\n");
      reset();
    }
    feed(`data: b\n\n${typeof mark === "string" ? mark : ""}data: c\n\n`);
    const unknown = calls.filter(([name]) => name !== "onEvent").length;
    assert.deepEqual(
      calls.filter(([name]) => name === "onEvent"),
      typeof mark === "string"
        ? ["a", "a", "b"].map((data) => event(data))
        : ["a", "a", "b", "c"].map((data) => event(data)),
    );
    assert.equal(unknown, typeof mark === "string" ? 1 : 0);
  }
});

test("reset forgets the unfinished, and with `consume` reads a last line first", () => {
  const { feed, reset, calls } = hearing();
  feed("id: 1\nevent: x\ndata: a\nretry: 5");
  reset();
  feed('data: b\n\n{"error": 1}');
  reset({ consume: true });
  feed(": a comment");
  reset({ consume: true });
  feed("data: c\n");
  reset({ consume: true });
  feed("\ndata: d\n\n");
  assert.deepEqual(
    calls.map(([name, value]) => (name === "onError" ? [name, value.line] : [name, value])),
    [event("b"), ["onError", '{"error": 1}'], ["onComment", "a comment"], event("d")],
  );
});

test("beyond the limit there is one error, then feed throws until reset", () => {
  const { feed, reset, calls } = hearing({ maxBufferSize: 24 });
  feed("data: short");
  feed("\n\ndata: and this is\n");
  feed("data: now too long");
  assert.deepEqual(calls[0], event("short"));
  const [[, error]] = calls.slice(1);
  assert.deepEqual({ name: error.name, type: error.type, message: error.message }, exceeded(24));
  for (let again = 0; again < 2; again++) {
    assert.throws(() => feed("data: a\n\n"), /max buffer size/);
  }
  reset({ consume: true });
  feed("data: b\n\n");
  assert.deepEqual(calls.slice(2), [event("b")]);
});

test("what ends in its chunk is not limited, and comments that nobody wants are not kept", () => {
  const events = [];
  const errors = [];
  const { feed } = createParser({ onEvent: ({ data }) => events.push(data.length), maxBufferSize: 16 });
  feed(`data: ${"x".repeat(1000)}\n\n`);
  feed(`:${"x".repeat(1000)}`);
  feed(`\nunknown: ${"x".repeat(1000)}`);
  feed("\ndata: ok\n\n");
  assert.deepEqual([events, errors], [[1000, 2], []]);
});

test("chunks of any size, of text and bytes, are one stream", () => {
  const text = Array.from(
    { length: 5000 },
    (_, index) => `id: ${index}\ndata: ${"漢字🦀x".repeat(index % 50)}\n\n`,
  ).join("");
  const bytes = new TextEncoder().encode(text);
  const all = [];
  createParser({ onEvent: (one) => all.push(one) }).feed(text);
  assert.deepEqual([all.length, all[4999].id, all[4999].data.length], [5000, "4999", 49 * 5]);
  const same = [];
  const { feed } = createParser({ onEvent: (one) => same.push(one) });
  feed(bytes.subarray(0, 200_001));
  feed(bytes.subarray(200_001));
  assert.deepEqual(same, all);
});

test("an event larger than all that the WebAssembly keeps is whole", () => {
  for (const unit of ["x", "é", "漢", "🦀", "line\ndata: "]) {
    const { feed, calls } = hearing();
    const chunk = unit.repeat(70_000);
    feed("data: 1\n\nid: 7\nevent: large\ndata: ");
    for (let index = 0; index < 20; index++) {
      feed(chunk);
    }
    feed("end\n\ndata: 2\n\n");
    const expected = `${chunk.repeat(20).replaceAll("\ndata: ", "\n")}end`;
    assert.deepEqual(calls.slice(0, 2), [event("1"), ["onId", "7"]]);
    // Too long to be shown.
    assert.ok(calls[2][1].data === expected && calls[2][1].event === "large", unit);
    assert.deepEqual(calls.slice(3), [event("2")]);
  }
});

test("what was kept of a large event is forgotten with its stream", () => {
  const { feed, reset, calls } = hearing({ maxBufferSize: 1 << 20 });
  feed(`data: ${"x".repeat(900_000)}`);
  reset();
  feed("data: a\n\n");
  feed(`data: ${"x".repeat(2 << 20)}`);
  reset();
  feed("data: b\n\n");
  assert.deepEqual([calls[0], calls[1][1].type, calls[2]], [event("a"), "max-buffer-size-exceeded", event("b")]);
});
