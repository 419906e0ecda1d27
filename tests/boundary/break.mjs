// Shows that the boundary between Rust and TypeScript cannot drift: breaks it in one way after the other in a copy of the
// project, and wants `tsc` or a native test to fail, without a build and without a browser.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment } from "../../scripts/setup/environment.mjs";
import { root, say } from "../../scripts/support/run.mjs";

const CHECKS = [
  ["tsc", "node_modules/.bin/tsc", ["-p", "."]],
  ["a native test", "cargo", ["test", "--lib", "--", "wire", "sharing::encoding"]],
];
const COPIED = ["src", "ts", "build", "www", "tests", "benches/native", "Cargo.toml", "Cargo.lock", "tsconfig.json"];

const copy = mkdtempSync(join(tmpdir(), "boundary-"));
for (const part of COPIED) {
  cpSync(join(root, part), join(copy, part), { recursive: true, filter: isSource });
}
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
const breaks = JSON.parse(readFileSync(new URL("breaks.json", import.meta.url), "utf8"));
let missed = 0;
try {
  const already = whoFails();
  if (already) {
    throw new Error(`${already} fails before anything is broken`);
  }
  for (const { name, file, find, replace } of breaks) {
    const path = join(copy, file);
    const original = readFileSync(path, "utf8");
    writeFileSync(
      path,
      original.replace(find, () => replace),
    );
    const found = whoFails();
    writeFileSync(path, original);
    missed += found ? 0 : 1;
    say(found ? `${found} finds: ${name}` : `MISSED: ${name}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
say(`# pass ${breaks.length - missed}\n# fail ${missed}`);
process.exit(missed === 0 ? 0 : 1);

function whoFails() {
  const env = environment({ CARGO_TARGET_DIR: join(root, "target/boundary") });
  return CHECKS.find(([, command, args]) => spawnSync(command, args, { cwd: copy, env }).status !== 0)?.[0];
}

function isSource(path) {
  return !/\/(node_modules|target)$/.test(path);
}
