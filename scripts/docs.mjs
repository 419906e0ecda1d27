// `npm run docs`: builds the site in build/site/, with the reference of the package by TypeDoc and of the crate by rustdoc.
// Their warnings are errors.

import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { buildSite } from "./docs/site.mjs";
import { wasmEnvironment } from "./setup/environment.mjs";
import { FOR_BUILDING, setUp } from "./setup.mjs";
import { root, show } from "./support/run.mjs";

const TARGET = "wasm32-unknown-unknown";
// TypeDoc needs a compiler with a JavaScript API, which the project's own lacks, so both are installed in their own folder.
const generator = join(root, "scripts/docs/reference");
const reference = join(root, "build/reference");

await setUp(FOR_BUILDING);
await build();
rmSync(reference, { recursive: true, force: true });

if (!existsSync(join(generator, "node_modules"))) {
  show("npm", ["ci", "--no-audit", "--no-fund"], { cwd: generator });
}
show("node_modules/.bin/typedoc", [], { cwd: generator });

const env = wasmEnvironment({ RUSTDOCFLAGS: "-D warnings" });
show("cargo", ["doc", "--no-deps", "--target", TARGET, "--features", "stream"], { env });
cpSync(join(env.CARGO_TARGET_DIR, TARGET, "doc"), join(reference, "rust"), { recursive: true });

show("node_modules/.bin/vite", ["build", "www", "--logLevel", "warn"]);
buildSite();
