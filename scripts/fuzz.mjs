// Fuzzes the parser and the session, each for so many seconds: `npm run fuzz -- 60`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, show } from "./run.mjs";
import { setUpCargoFuzz } from "./setup/cargo-tools.mjs";
import { environment } from "./setup/environment.mjs";

const TARGETS = ["event_stream", "session"];
const seconds = process.argv[2] ?? "60";

await setUpCargoFuzz();
for (const target of TARGETS) {
  const corpus = join(root, "fuzz/corpus", target);
  const seeds = join(root, "fuzz/seeds", target);
  for (const folder of [corpus, seeds]) {
    mkdirSync(folder, { recursive: true });
  }
  // The crate has no `unsafe` in which an address sanitizer could find anything; its switch is unstable, as cargo-fuzz is.
  const args = ["fuzz", "run", "--sanitizer", "none", target, corpus, seeds];
  show("cargo", [...args, "--", `-max_total_time=${seconds}`, "-verbosity=0", "-print_final_stats=1"], {
    env: environment({ RUSTC_BOOTSTRAP: "1" }),
  });
}
