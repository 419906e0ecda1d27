// Compares the parser's instructions for each workload with the last figures, and fails above a tolerance. Valgrind counts
// them, so a busy machine has no effect. `--write` stores the new figures.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMain } from "../support/files.mjs";
import { read, root, say, show } from "../support/run.mjs";

const CRATE = "benches/native";
const FIGURES = join(root, CRATE, "instructions.json");
const PROGRAM = join(root, CRATE, "target/release/eventsource-wasm-benches");
/** In percent. */
const TOLERANCE = 2;

/** Whether no workload takes more; also `true` if the last figures are from another compiler. */
export function checkInstructions({ write = false } = {}) {
  show("cargo", ["build", "--quiet", "--release", "--manifest-path", `${CRATE}/Cargo.toml`]);
  const rustc = read("rustc", ["--version"]);
  const last = JSON.parse(readFileSync(FIGURES, "utf8"));
  const comparable = last.rustc === rustc;
  const instructions = {};
  let fits = true;
  for (const workload of read(PROGRAM).split("\n")) {
    const counted = count(workload);
    const more = (counted / last.instructions[workload] - 1) * 100;
    say(`${workload.padEnd(12)} ${String(counted).padStart(10)} instructions, ${more.toFixed(1)} % more than the last`);
    instructions[workload] = counted;
    fits &&= more <= TOLERANCE;
  }
  if (write) {
    writeFileSync(FIGURES, `${JSON.stringify({ rustc, instructions }, null, 2)}\n`);
  } else if (!comparable) {
    say(`The last figures are those of ${last.rustc}, so they judge nothing here.`);
  }
  return fits || write || !comparable;
}

function count(workload) {
  const options = [
    "--tool=callgrind",
    "--callgrind-out-file=/dev/null",
    "--toggle-collect=eventsource_wasm_benches::parse*",
    PROGRAM,
    workload,
  ];
  const said = read("sh", ["-c", 'exec valgrind "$@" 2>&1', "sh", ...options]) ?? "";
  const [, counted] = said.match(/Collected : (\d+)/) ?? [];
  if (!Number(counted)) {
    throw new Error(`Valgrind counts nothing:\n${said}`);
  }
  return Number(counted);
}

if (isMain(import.meta.url) && !checkInstructions({ write: process.argv.includes("--write") })) {
  say("The parser takes more instructions than it did. If it must: node scripts/check/instructions.mjs --write");
  process.exit(1);
}
