// `createParser` of the built package, in Node: nothing that a callback does can break it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createParser } from "../../../dist/stream.js";
import { event, hearing } from "./heard.mjs";

test("what a callback throws comes out of feed, and what comes behind it comes with the next one", () => {
  const failing = new Error("of the app");
  for (const name of ["onEvent", "onComment", "onError", "onId", "onRetry"]) {
    let failures = 1;
    const fail = () => {
      if (failures-- > 0) {
        throw failing;
      }
    };
    const { feed, calls } = hearing({ [name]: fail });
    const other = hearing();
    other.feed("data: o");
    assert.throws(() => feed(": a\nretry: 1\nfoo\nid: 1\ndata: 1\n\ndata: 2\n\nda"), failing);
    other.feed("ne\n\n");
    feed("ta: 3\n\n");
    assert.deepEqual(
      calls.map(([name]) => name),
      ["onComment", "onRetry", "onError", "onId", "onEvent", "onEvent", "onEvent"],
      name,
    );
    assert.deepEqual(calls.slice(-2), [event("2"), event("3")], name);
    assert.deepEqual(other.calls, [event("one")], name);
  }
});

test("what a callback feeds comes behind what was fed before", () => {
  let fed = false;
  const { feed, calls } = hearing({
    onEvent() {
      if (!fed) {
        fed = true;
        feed("ta: 3\n\nda");
        feed("ta: 4\n\n");
      }
    },
  });
  feed("data: 1\n\ndata: 2\n\nda");
  assert.deepEqual(
    calls,
    ["1", "2", "3", "4"].map((data) => event(data)),
  );
});

test("a callback may reset: nothing of the old stream is told any more", () => {
  const { feed, reset, calls } = hearing({
    onEvent({ data }) {
      if (data === "1") {
        reset({ consume: true });
        feed("data: new\n\n");
      }
    },
  });
  feed(`data: 1\n\ndata: 2\n\ndata: ${"x".repeat(200_000)}\n\ndata: 3`);
  feed("data: 4\n\n");
  assert.deepEqual(
    calls,
    ["1", "new", "4"].map((data) => event(data)),
  );
});

test("a callback may make and feed as many parsers as it likes, and overflow the stack", () => {
  let depth = 0;
  const { feed, calls } = hearing({
    onEvent({ data }) {
      if (data === "many") {
        for (let index = 0; index < 500; index++) {
          createParser({}).feed(`data: ${"x".repeat(1000)}`);
        }
      } else if (data === "deep") {
        const recurse = () => createParser({ onEvent: () => depth++ < 1e6 && recurse() }).feed("data: x\n\n");
        assert.throws(recurse, RangeError);
      }
    },
  });
  feed("data: many\n\ndata: deep\n\ndata: after\n\n");
  assert.deepEqual(
    calls,
    ["many", "deep", "after"].map((data) => event(data)),
  );
});

test("a chunk of anything else is a TypeError, and is as if it had not come", () => {
  const { feed, calls } = hearing();
  feed("data: a");
  for (const chunk of [17, null, undefined, {}, [100]]) {
    assert.throws(() => feed(chunk), { name: "TypeError", message: /chunk/ });
  }
  feed("\n\n");
  assert.deepEqual(calls, [event("a")]);
});

test("a function in place of the callbacks is a TypeError that says what to do", () => {
  assert.throws(() => createParser(() => {}), { name: "TypeError", message: /createParser\(\{onEvent: fn\}\)/ });
});
