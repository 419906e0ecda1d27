// The code of docs/frameworks.md is that of the examples, which run in their frameworks: tests/docs/examples/frameworks.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesUnder } from "../../../scripts/support/files.mjs";
import { blocks, root } from "./markdown.mjs";

const sources = filesUnder("examples")
  .filter((file) => file.includes("/src/") && !file.includes("node_modules"))
  .map((file) => [file, readFileSync(join(root, file), "utf8")]);

const named = blocks("javascript", "jsx", "vue", "typescript", "svelte").filter(({ info }) => info.includes("."));

test("the page has code for four frameworks", () => assert.ok(named.length >= 9, `${named.length} blocks`));

for (const { page, line, info, code } of named) {
  test(`${page}, line ${line}: ${info} is that of an example`, () => {
    assert.ok(sources.some(([file, text]) => file.endsWith(`/${info}`) && text === code));
  });
}
