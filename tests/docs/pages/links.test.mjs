// Every link from one page of the project to another leads somewhere.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenLinks, pages } from "./markdown.mjs";

for (const page of pages) {
  test(`the links of ${page}`, () => assert.deepEqual(brokenLinks(page), []));
}
