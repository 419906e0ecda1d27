// Fuzzes the parser and the session, each for so many seconds: `npm run fuzz -- 60`. Needs `cargo install cargo-fuzz`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { read, root, say, show } from "./run.mjs";

const TARGETS = ["event_stream", "session"];
const seconds = process.argv[2] ?? "60";

if (read("cargo", ["fuzz", "--version"]) === undefined) {
  say("cargo-fuzz is not installed: cargo install cargo-fuzz");
  process.exit(1);
}
for (const target of TARGETS) {
  const corpus = join(root, "fuzz/corpus", target);
  const seeds = join(root, "fuzz/seeds", target);
  for (const folder of [corpus, seeds]) {
    mkdirSync(folder, { recursive: true });
  }
  // The crate has no `unsafe` in which an address sanitizer could find anything; its switch is unstable, as cargo-fuzz is.
  const args = ["fuzz", "run", "--sanitizer", "none", target, corpus, seeds];
  show("cargo", [...args, "--", `-max_total_time=${seconds}`], { env: { ...process.env, RUSTC_BOOTSTRAP: "1" } });
}
