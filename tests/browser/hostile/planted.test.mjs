// The bugs that are planted on request still fit the code: a change of the code must not turn them into nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const LISTS = [
  "tests/browser/hostile/planted.json",
  "tests/simulation/session/mutants.json",
  "tests/boundary/breaks.json",
];

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

for (const list of LISTS) {
  for (const { name, file, find } of JSON.parse(read(list))) {
    test(`${name}: fits ${file} at one place`, () => {
      assert.equal(read(file).split(find).length, 2);
    });
  }
}
