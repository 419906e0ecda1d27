// Each fault of the catalogue has a test, or says that it has none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tables } from "./markdown.mjs";

for (const [id, fault, , proof] of tables("docs/fault-coverage.md").flat()) {
  test(`${id}: ${fault}`, () => assert.match(proof, /^not covered: .|^(\[\S+\]\(\S+ "[^"]+"\)(, |$))+$/));
}
