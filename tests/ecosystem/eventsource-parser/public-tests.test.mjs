// Where the public tests of versions 3 and 4 contradict each other, or ours differs: docs/parser-stream.md has the reasons.
// Each of these tests compares with both, so that it fails when one of them changes its mind.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createParser } from "../../../dist/stream.js";
import { loadPeers } from "./peers.mjs";

let versions;
before(async () => {
  const theirs = await loadPeers();
  versions = { ours: createParser, 3: theirs[3].createParser, 4: theirs[4].createParser };
});

/** By parser, the events and the types of errors that such chunks give. */
function compare(chunks, { consume = false, onError = true, ...options } = {}) {
  return Object.fromEntries(
    Object.entries(versions).map(([name, create]) => {
      const calls = [];
      const hear = onError ? { onError: ({ type, line }) => calls.push([type, line]) } : {};
      const parser = create({ onEvent: ({ data }) => calls.push(data), ...hear, ...options });
      for (const chunk of chunks) {
        parser.feed(chunk);
      }
      parser.reset({ consume });
      return [name, calls];
    }),
  );
}

const LONG = "Internal Server Error, and more of it";

test("a body that is no event stream and has no line end is reported by reset, as in version 3", () => {
  const told = [["unknown-field", LONG]];
  assert.deepEqual(compare([LONG], { consume: true }), { ours: told, 3: told, 4: [] });
  assert.deepEqual(compare([LONG]), { ours: [], 3: [], 4: [] });
});

test("an unknown line is reported however it is cut, as in version 3", () => {
  const whole = [["unknown-field", "database: 1"], "ok"];
  assert.deepEqual(compare(["database: 1\ndata: ok\n\n"]), { ours: whole, 3: whole, 4: whole });
  assert.deepEqual(compare(["database", ": 1", "\ndata: ok\n\n"]), { ours: whole, 3: whole, 4: ["ok"] });
});

test("an unknown line counts for the limit only if onError waits for it", () => {
  const chunks = ["database", ": this content waits for a line end"];
  const options = { maxBufferSize: 16 };
  const exceeded = [["max-buffer-size-exceeded", undefined]];
  assert.deepEqual(compare(chunks, options), { ours: exceeded, 3: exceeded, 4: [] });
  // Without onError version 3 counts it all the same, and throws at the next chunk.
  const data = [];
  const { feed } = createParser({ ...options, onEvent: (event) => data.push(event.data) });
  for (const chunk of [...chunks, "\ndata: ok\n\n"]) {
    feed(chunk);
  }
  assert.deepEqual(data, ["ok"]);
});

test("a decoded byte order mark is dropped once, as in version 4", () => {
  const chunks = ["\uFEFFdata: 1\n\n", "\uFEFFdata: 2\n\n", "data: 3\n\n"];
  assert.deepEqual(compare(chunks, { onError: false }), { ours: ["1", "3"], 3: ["3"], 4: ["1", "3"] });
});
