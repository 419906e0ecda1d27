// Compares the crate's public API with that of the last release, or of the revision that is given, and fails if a change
// needs a higher version than Cargo.toml has: `node scripts/check/semver.mjs [revision]`.

import { setUpSemverChecks } from "../setup/cargo-tools.mjs";
import { wasmEnvironment } from "../setup/environment.mjs";
import { setUpWasm } from "../setup/wasm.mjs";
import { read, say, show } from "../support/run.mjs";

const baseline = process.argv[2] ?? read("git", ["describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^"]);
if (baseline) {
  await setUpWasm();
  await setUpSemverChecks();
  const features = ["--only-explicit-features", "--features", "stream", "--target", "wasm32-unknown-unknown"];
  // With its own flags cargo does not see which kinds of libraries the target lacks, and fails.
  const env = wasmEnvironment({ RUSTFLAGS: "--cap-lints=warn" });
  show("cargo-semver-checks", ["semver-checks", "--baseline-rev", baseline, ...features], { env });
} else {
  say("There is no release to compare with yet.");
}
