// The workflows run what `npm test` runs, and nothing that somebody else may change.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/support/run.mjs";

const FOLDER = join(root, ".github/workflows");
const read = (name) => readFileSync(join(FOLDER, name), "utf8");

test("every stage of npm test is in a job, and every stage of a job exists", () => {
  const list = execFileSync("node", ["scripts/test.mjs", "--list"], { cwd: root, encoding: "utf8" }).trim().split("\n");
  const inJobs = [...read("test.yml").matchAll(/stages: (.+)/g)].flatMap(([, stages]) => stages.split(","));
  const missing = list.filter((stage) => !stage.includes(" ") && !inJobs.includes(stage));
  const unknown = inJobs.filter((stage) => !list.some((line) => line.split(" ")[0] === stage));
  assert.deepEqual({ missing, unknown }, { missing: [], unknown: [] });
});

test("every action is pinned by commit, and the pins agree", () => {
  const uses = readdirSync(FOLDER)
    .flatMap((name) => [...read(name).matchAll(/uses: (\S+)/g)].map(([, action]) => action))
    .filter((action) => !action.startsWith("./"));
  assert.deepEqual(
    uses.filter((action) => !/@[0-9a-f]{40}$/.test(action)),
    [],
  );
  const names = new Set(uses.map((action) => action.split("@")[0]));
  assert.equal(new Set(uses).size, names.size);
});
