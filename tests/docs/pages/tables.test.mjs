// The tables of options and of reasons have a row for each, and each wrong option is told.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The names in the first column of a page's tables, in backquotes. */
function rowsOf(page) {
  const lines = read(page).split("\n");
  const rows = lines.filter((_line, index) => !lines[index + 1]?.startsWith("| ---"));
  const cells = rows.flatMap((line) => /^\| (`[^|]*`) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name)).sort();
}

/** The members of an interface of the public types. */
function membersOf(name) {
  const [, body] = new RegExp(`export interface ${name}\\b[^{]*\\{(.*?)\\n\\}`, "s").exec(read("ts/types/options.ts"));
  return [...body.matchAll(/^ {2}(\w+)\?:/gm)].map(([, member]) => member);
}

const options = membersOf("EventSourceInit").filter((name) => name !== "retry");
const ofRetry = membersOf("RetryOptions").map((name) => `retry.${name}`);

test("docs/options.md has a row for each option, and no other", () => {
  assert.deepEqual(rowsOf("docs/options.md"), [...options, ...ofRetry].sort());
});

test("docs/errors.md has a row for each reason, and no other", () => {
  const [, union] = /readonly reason:(.*?);/s.exec(read("ts/types/source.ts"));
  const reasons = [...union.matchAll(/"([\w-]+)"/g)].map(([, reason]) => reason);
  assert.deepEqual(rowsOf("docs/errors.md"), reasons.sort());
});

test("each option has a wrong value that is told, by its name", () => {
  const checks = read("tests/browser/conformance/options/bad-input.js") + read("tests/browser/e2e/refusals.test.mjs");
  // Any value makes a boolean, as the standard has it.
  for (const name of [...options, ...ofRetry].filter((option) => option !== "withCredentials")) {
    assert.ok(new RegExp(`["'\`^]${name}: `).test(checks), `nothing tells of a wrong ${name}`);
  }
});
