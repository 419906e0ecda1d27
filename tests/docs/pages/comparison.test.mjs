// What the comparison says of this client is proved: each cell names a test, or says no.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tables } from "./markdown.mjs";

const [requests, comingBack, rules] = tables("docs/comparison.md");

for (const [feature, ours] of [...requests, ...comingBack, ...rules]) {
  test(feature, () => assert.match(ours, /^no$|^\[.+\]\(\.\.\/(tests|src)\/\S+ ".+"\)$/));
}
