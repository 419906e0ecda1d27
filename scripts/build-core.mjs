// The core: Rust to WebAssembly, the JavaScript around it, and both with as few bytes as the tools can.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { log, read, root, say, show } from "./run.mjs";
import { environment, wasmEnvironment } from "./setup/environment.mjs";
import { toText } from "./wasm-text.mjs";

const TARGET = "wasm32-unknown-unknown";
const COMPILE = ["build", "--release", "--lib", "--target", TARGET, "--features", "npm"];

/** A standard library made for size, and panics that only trap: 3 kB less after brotli. Unstable, so asked for by name. */
const SMALL = {
  args: ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"],
  env: { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: "-Zunstable-options -Cpanic=immediate-abort -Clink-arg=-zstack-size=131072" },
};

/** Named one by one: "all features" of newer Binaryens turns on some that the glue cannot read. */
const FEATURES = [
  "reference-types",
  "bulk-memory",
  "nontrapping-float-to-int",
  "sign-ext",
  "mutable-globals",
  "multivalue",
];

const ENABLE = FEATURES.map((feature) => `--enable-${feature}`);

/** A function's name in WebAssembly's text format. */
const FUNCTION = /\$(?:"(?:[^"\\]|\\.)*"|[^\s")]+)/g;

const GLUE = "build/eventsource_wasm.js";
const OUTPUT = "build/eventsource_wasm.wasm";

export async function buildCore() {
  say("Building the core: Rust to WebAssembly, then the JavaScript around it, then fewer bytes of both.");
  const compiled = (await compileSmall()) ?? compile();
  const glue = ["--target", "web", "--out-dir", "build", "--out-name", "eventsource_wasm"];
  show("wasm-bindgen", [...glue, compiled], { env: environment() });
  forgetClosures("build/eventsource_wasm_bg.wasm", "build/pruned.wat");
  shrink("build/pruned.wat");
  writeFileSync(join(root, "build/wasm-text.js"), `export default "${toText(readFileSync(join(root, OUTPUT)))}";\n`);
  writeFileSync(join(root, "build/wasm-text.d.ts"), "declare const text: string;\nexport default text;\n");
}

/** Where it is; nothing if this toolchain cannot make it. */
async function compileSmall() {
  const folder = join(root, "target", "wasm-small");
  const env = wasmEnvironment({ ...SMALL.env, CARGO_TARGET_DIR: folder });
  const sysroot = read("rustc", ["--print", "sysroot"], { env }) ?? "";
  if (!existsSync(join(sysroot, "lib/rustlib/src/rust/library/std"))) {
    say("  the sources of Rust's library are not there (rustup component add rust-src): the core will be larger.");
    return undefined;
  }
  try {
    await log("core", "cargo", [...COMPILE, ...SMALL.args], { env });
    return join(folder, TARGET, "release/eventsource_wasm.wasm");
  } catch (error) {
    say(`  a small standard library cannot be made here, so the core will be larger:\n${error.message}`);
    return undefined;
  }
}

function compile() {
  show("cargo", COMPILE, { env: wasmEnvironment() });
  return join(root, "target/wasm", TARGET, "release/eventsource_wasm.wasm");
}

/**
 * wasm-bindgen leaves in the function table what calls the closures of every API that it knows. Only those that it exports
 * for its glue can ever be called; the places of the others are given to the first function, so that they can go.
 */
function forgetClosures(input, output) {
  show("node_modules/.bin/wasm-dis", [...ENABLE, input, "-o", output]);
  const text = readFileSync(join(root, output), "utf8");
  const exported = new Set(
    [...text.matchAll(/\(export "[^"]*" \(func (\$"(?:[^"\\]|\\.)*")\)\)/g)].map(([, name]) => name),
  );
  const isDead = (name) => /convert::closures::_::invoke::|js_sys.*::futures::/.test(name) && !exported.has(name);
  const pruned = text.replace(/(?<=\(elem [^\n]* func )[^\n]*/, (names) => {
    const [first] = names.match(FUNCTION) ?? [];
    return names.replace(FUNCTION, (name) => (isDead(name) ? first : name));
  });
  writeFileSync(join(root, output), pruned);
}

/** Fewer instructions; then, once they are settled, short names between the core and the JavaScript around it. */
function shrink(input) {
  const settled = "build/settled.wasm";
  show("node_modules/.bin/wasm-opt", ["-Oz", ...ENABLE, "--converge", "--strip-debug", input, "-o", settled]);
  const names = ["--minify-imports-and-exports-and-modules", ...ENABLE, settled, "-o", OUTPUT];
  const { status, stdout, stderr } = spawnSync("node_modules/.bin/wasm-opt", names, { cwd: root, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`wasm-opt failed:\n${stderr}`);
  }
  const { imports, exports } = JSON.parse(stdout);
  let glue = readFileSync(join(root, GLUE), "utf8");
  for (const [module, name, short] of imports) {
    glue = glue.replaceAll(`"${module}"`, '"a"').replaceAll(new RegExp(`\\b${name}\\b`, "g"), () => short);
  }
  for (const [name, short] of exports) {
    glue = glue.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, "g"), () => `wasm.${short}`);
  }
  writeFileSync(join(root, GLUE), glue);
}
