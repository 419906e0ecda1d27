// Fuzzes the parser and the session, each for this many seconds: `npm run fuzz -- 60`. The programs are built with
// cargo-fuzz's options by cargo alone, because building that tool takes longer than a run.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { read, root, show } from "../support/run.mjs";

const TARGETS = ["event_stream", "session"];
/** The crate has no `unsafe` for an address sanitizer to check, so only coverage is recorded, which guides the fuzzer. */
const COVERAGE = ["level=4", "inline-8bit-counters", "pc-table", "trace-compares"];
const FLAGS = [
  "--cfg fuzzing",
  "-Cpasses=sancov-module",
  ...COVERAGE.map((what) => `-Cllvm-args=-sanitizer-coverage-${what}`),
  "-Ccodegen-units=1",
  "-Cdebug-assertions",
];
const seconds = process.argv[2] ?? "60";

const host = read("rustc", ["-vV"])?.match(/^host: (.*)$/m)?.[1];
const folder = join(root, "fuzz/target");
// The host is named, so that build scripts are not instrumented.
const args = ["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", host, "--target-dir", folder];
show("cargo", args, { env: { ...process.env, RUSTFLAGS: FLAGS.join(" ") } });
for (const target of TARGETS) {
  const folders = ["corpus", "seeds"].map((kind) => join(root, "fuzz", kind, target));
  for (const each of folders) {
    mkdirSync(each, { recursive: true });
  }
  const limits = [`-max_total_time=${seconds}`, "-verbosity=0", "-print_final_stats=1"];
  show(join(folder, host, "release", target), [...folders, ...limits], { cwd: join(root, "fuzz") });
}
