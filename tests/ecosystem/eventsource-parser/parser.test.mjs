// `createParser` and `EventSourceParserStream` beside the real ones, over random streams that are cut anywhere. Where the
// versions differ, and where they do not follow the standard, the tests say so.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { before, test } from "node:test";
import { createParser, EventSourceParserStream } from "../../../dist/stream.js";
import { random, stream } from "./streams.mjs";

/** Once these were 20,000: `STREAMS=20000 SEED=7 node --test tests/ecosystem/eventsource-parser/parser.test.mjs`. */
const STREAMS = Number(process.env.STREAMS ?? 3000);
const SEED = Number(process.env.SEED ?? 1);
const HERE = new URL(".", import.meta.url).pathname;

const theirs = {};

before(async () => {
  if (!existsSync(`${HERE}node_modules`)) {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", HERE], { stdio: "inherit" });
  }
  theirs[3] = { ...(await import("eventsource-parser")), ...(await import("eventsource-parser/stream")) };
  theirs[4] = { ...(await import("eventsource-parser-4")), ...(await import("eventsource-parser-4/stream")) };
});

/** All that a parser calls back, in its order, and what `feed` throws. */
function record(create, chunks, { callbacks, consume, ...options }) {
  const calls = [];
  const tell = (name) => (value) =>
    calls.push([name, value instanceof Error ? { ...value, message: value.message } : value]);
  const parser = create({ ...Object.fromEntries(callbacks.map((name) => [name, tell(name)])), ...options });
  for (const chunk of chunks) {
    try {
      parser.feed(chunk);
    } catch (error) {
      calls.push(["thrown", error.message]);
    }
  }
  parser.reset({ consume });
  // A parser is as good as new after that.
  parser.feed("data: after\n\n");
  return calls;
}

function compare(version, optionsFor, prepare = (chunks) => chunks) {
  for (let seed = SEED; seed < SEED + STREAMS; seed++) {
    const next = random(seed);
    const chunks = prepare(stream(next), next);
    const options = optionsFor(next);
    const [ours, others] = [createParser, theirs[version].createParser].map((create) =>
      record(create, chunks, options),
    );
    assert.deepEqual(ours, others, `SEED=${seed}: ${JSON.stringify({ chunks, options })}`);
  }
}

const ALL = ["onEvent", "onRetry", "onComment", "onError"];

/** A few of them. */
const some = (names, next) => names.filter(() => next(3) > 0);

/** Version 3 does not take a CR at the end of a chunk for the end of a line before the end of another line comes. */
const withLineEnd = (chunks) => (chunks.some((chunk) => chunk.endsWith("\r")) ? [...chunks, "\n"] : chunks);

test("version 3 calls back the same", () => {
  compare(3, (next) => ({ callbacks: some(ALL, next), consume: next(2) === 0 }), withLineEnd);
});

test("version 4 calls back the same; of unknown fields that a chunk cuts only we tell", () => {
  compare(4, (next) => ({
    callbacks: some(["onEvent", "onRetry", "onComment", "onId"], next),
    consume: next(2) === 0,
  }));
});

test("version 3 has the same limit for what waits", () => {
  // It counts a CR at the end of a chunk, and half a character, neither of which waits here.
  const plain = (chunks) => chunks.map((chunk) => chunk.replaceAll("\r", "\n").replace(/\p{Surrogate}/gu, ""));
  compare(3, (next) => ({ callbacks: ALL, maxBufferSize: 1 + next(60) }), plain);
});

/** The events of a stream of that class, the fields that both have, and how it ends. */
async function read(Stream, chunks, options) {
  const found = [];
  try {
    for await (const { id, event, data } of ReadableStream.from(chunks).pipeThrough(new Stream(options))) {
      found.push({ id, event, data });
    }
  } catch (error) {
    found.push({ ...error, message: error.message });
  }
  return found;
}

test("the streams of both versions give the same events, and fail at the same line", async () => {
  for (let seed = SEED; seed < SEED + STREAMS / 10; seed++) {
    const next = random(seed);
    const chunks = withLineEnd(stream(next));
    const options = { onError: next(4) === 0 ? "terminate" : undefined };
    const ours = await read(EventSourceParserStream, chunks, options);
    // Version 4 drops a line that is cut before it is known to be wrong.
    for (const version of options.onError ? [3] : [3, 4]) {
      const others = await read(theirs[version].EventSourceParserStream, chunks, options);
      assert.deepEqual(ours, others, `SEED=${seed}, version ${version}: ${JSON.stringify({ chunks, options })}`);
    }
  }
});
