// Every command of this project that a page tells its reader exists.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commands, root } from "./markdown.mjs";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

for (const { page, command } of commands()) {
  test(`${page}: ${command}`, () => {
    const [program, ...words] = command.split(" ");
    const [script] = words.filter((word) => word !== "run" && !word.startsWith("-"));
    assert.ok(program === "npm" ? script in scripts : existsSync(join(root, script)));
  });
}
