// The crate as Cargo would publish it: for front ends in Rust, and its parser for anything.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { wasmEnvironment } from "../../../scripts/setup/environment.mjs";
import { read, root } from "../../../scripts/support/run.mjs";

const SHIPPED = [/^src\/[\w/]+\.rs$/, /^(README|CHANGELOG)\.md$/, /^LICENSE-(MIT|APACHE)$/, /^Cargo\.|^\.cargo_vcs/];
const WASM = ["--target", "wasm32-unknown-unknown", "--features", "stream"];
/** Has no standard library. */
const BARE = "x86_64-unknown-none";

const [, oldest] = /^rust-version = "(.*)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"));

test("cargo ships sources, two pages and the licences, and nothing else", () => {
  const list = ["package", "--list", "--allow-dirty"];
  const files = execFileSync("cargo", list, { cwd: root, encoding: "utf8", stdio: "pipe" }).trim().split("\n");
  assert.deepEqual(
    files.filter((file) => !SHIPPED.some((pattern) => pattern.test(file))),
    [],
  );
  assert.ok(files.includes("src/lib.rs"));
});

test("what cargo ships compiles for the browser, and cargo has nothing to warn of", () => {
  const { status, stderr } = cargo(["package", "--allow-dirty", ...WASM]);
  assert.equal(status, 0, stderr);
  // Of the manifest, or of the code. That tests stay at home is meant.
  const warnings = stderr.match(/^warning: (manifest|unused|unexpected|.*generated \d+ warning).*$/gm);
  assert.equal(warnings, null);
});

test("an app that has another version of the bridge to JavaScript, of which it can have but one, can depend on it", () => {
  const { stdout } = cargo(["metadata", "--no-deps", "--format-version", "1"]);
  const [{ dependencies }] = JSON.parse(stdout).packages;
  const pinned = dependencies.filter(({ kind, req }) => kind === null && req.startsWith("="));
  assert.deepEqual(
    pinned.map(({ name }) => name),
    ["rlsf", "slab"], // which the npm package alone is made with
  );
});

test("the oldest Rust that Cargo.toml claims compiles it", (t) => {
  const [version] = read("rustc", ["--version"]).match(/\d+\.\d+/);
  const installed = read("rustup", ["toolchain", "list"])?.match(new RegExp(`^${oldest}\\b\\S*`, "m"));
  if (version !== oldest && !installed) {
    return t.skip(`rustup toolchain install ${oldest} --target ${WASM[1]}`);
  }
  const { status, stderr } = cargo(
    ["check", "--lib", ...WASM],
    version === oldest ? {} : { RUSTUP_TOOLCHAIN: installed[0] },
  );
  assert.equal(status, 0, stderr);
});

test("parser, session and sharing compile where there is no standard library", (t) => {
  const library = join(read("rustc", ["--print", "sysroot"]), "lib/rustlib/src/rust/library/core");
  if (!existsSync(library)) {
    return t.skip("rustup component add rust-src");
  }
  const args = ["check", "--lib", "--target", BARE, "-Zbuild-std=core,alloc"];
  const { status, stderr } = cargo(args, { RUSTC_BOOTSTRAP: "1", CARGO_TARGET_DIR: join(root, "target/bare") });
  assert.equal(status, 0, stderr);
});

function cargo(args, variables = {}) {
  return spawnSync("cargo", args, { cwd: root, encoding: "utf8", env: wasmEnvironment(variables) });
}
