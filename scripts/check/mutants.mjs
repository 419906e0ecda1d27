// Tests the simulation: plants one bug after the other in a copy of the crate, and fails if one is not found. With a word as
// argument, it plants only the bugs whose name contains it.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment } from "../setup/environment.mjs";
import { root, say } from "../support/run.mjs";

const copy = mkdtempSync(join(tmpdir(), "mutants-"));
for (const part of ["Cargo.toml", "Cargo.lock", "src", "tests"]) {
  cpSync(join(root, part), join(copy, part), {
    recursive: true,
    filter: (path) => !path.endsWith("node_modules"),
  });
}
const [word = ""] = process.argv.slice(2);
const all = JSON.parse(readFileSync(join(root, "tests/simulation/session/mutants.json"), "utf8"));
const mutants = all.filter(({ name }) => name.includes(word));
let missed = 0;
try {
  if (findsFault() !== undefined) {
    throw new Error("the simulation finds a fault without any mutant: cargo test --release --test simulation");
  }
  for (const { name, file, find, replace } of mutants) {
    const path = join(copy, file);
    const original = readFileSync(path, "utf8");
    if (original.split(find).length !== 2) {
      throw new Error(`the mutant "${name}" does not fit ${file} any more`);
    }
    writeFileSync(
      path,
      original.replace(find, () => replace),
    );
    const fault = findsFault();
    writeFileSync(path, original);
    missed += fault === undefined ? 1 : 0;
    say(`${fault === undefined ? "MISSED" : "found "}  ${name}${fault ? `: ${fault}` : ""}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
say(`# pass ${mutants.length - missed}\n# fail ${missed}`);
process.exit(missed === 0 ? 0 : 1);

/** The fault's headline; `undefined` if there is none. */
function findsFault() {
  const env = environment({ CARGO_TARGET_DIR: join(root, "target/mutants"), SIMULATION_SCENARIOS: "100000" });
  const args = ["test", "--release", "--test", "simulation", "whatever_happens"];
  const { status, stdout, stderr } = spawnSync("cargo", args, { cwd: copy, env, encoding: "utf8" });
  if (status === 0) {
    return undefined;
  }
  if (!stdout.includes("running 1 test")) {
    throw new Error(`the copy does not compile:\n${stderr}`);
  }
  const output = stdout + stderr;
  return /panicked at tests\/simulation\/session\/main\.rs[^\n]*\n\n?([^\n]+)/.exec(output)?.[1] ?? "a panic";
}
