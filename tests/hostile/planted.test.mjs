// The bugs that are planted on request still fit the code: a change of the code must not turn them into nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

for (const list of ["tests/hostile/planted.json", "tests/simulation/mutants.json"]) {
  for (const { name, file, find } of JSON.parse(read(list))) {
    test(`${name}: fits ${file} at one place`, () => {
      assert.equal(read(file).split(find).length, 2);
    });
  }
}
