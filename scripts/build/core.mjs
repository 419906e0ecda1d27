// Builds the cores: Rust to WebAssembly and its JavaScript glue, both as small as the tools can make them.

import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { environment, wasmEnvironment } from "../setup/environment.mjs";
import { log, read, root, say, show } from "../support/run.mjs";
import { toJavaScript } from "./wasm-javascript.mjs";
import { toText } from "./wasm-text.mjs";

/** The parser uses it to process sixteen bytes at once: a third less time, for 100 bytes after brotli. */
const SIMD = "-Ctarget-feature=+simd128,-reference-types";

/**
 * The cores: the class; the parser alone, which is a third of its size; sharing, for users of `shared`; and the class for
 * pages that must not compile WebAssembly, with only those WebAssembly features that wasm2js can translate to JavaScript.
 */
const CORES = [
  { folder: "build", feature: "npm", flags: SIMD },
  { folder: "build/stream", feature: "npm-stream", flags: SIMD },
  { folder: "build/shared", feature: "npm-shared", flags: SIMD },
  { folder: "build/no-wasm", feature: "npm", isJavaScript: true, flags: "-Ctarget-cpu=mvp" },
];

const TARGET = "wasm32-unknown-unknown";

/** A standard library built for size, and panics that only trap. Unstable, so it is requested explicitly. */
const SMALL = {
  args: ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"],
  flags: "-Zunstable-options -Cpanic=immediate-abort -Clink-arg=-zstack-size=131072",
};

/** Listed one by one: "all features" of newer Binaryen versions enables some that the glue cannot read. */
const FEATURES = [
  "reference-types",
  "bulk-memory",
  "nontrapping-float-to-int",
  "sign-ext",
  "mutable-globals",
  "multivalue",
  "simd",
];

const ENABLE = FEATURES.map((feature) => `--enable-${feature}`);

/** A function's name in WebAssembly's text format. */
const FUNCTION = /\$(?:"(?:[^"\\]|\\.)*"|[^\s")]+)/g;

/** The prebuilt library contains these features even so. */
const LOWERING = ["signext", "llvm-nontrapping-fptoint", "llvm-memory-copy-fill"].map((name) => `--${name}-lowering`);

/**
 * How TypeScript starts a core, however it was loaded, and reads its memory. A core can be started again, with new memory.
 */
const START = {
  code: `
export function start(instantiate) {
  makeCoders();
  __wbg_finalize_init({ exports: instantiate(__wbg_get_imports()) });
}
export function imports() {
  return __wbg_get_imports();
}
export function memory() {
  return wasm.memory.buffer;
}
`,
  type: `
export function start(instantiate: (imports: WebAssembly.Imports) => WebAssembly.Exports): void;
export function imports(): WebAssembly.Imports;
export function memory(): ArrayBuffer;
`,
};

export async function buildCores() {
  say("Building the cores: Rust to WebAssembly, then the JavaScript around it, then fewer bytes of both.");
  for (const core of CORES) {
    await buildCore(core);
  }
}

async function buildCore({ folder, feature, isJavaScript = false, flags = "" }) {
  const path = (name) => join(root, folder, name);
  const [wasm, glue] = [path("eventsource_wasm.wasm"), path("eventsource_wasm.js")];
  const bindgen = [
    "--target",
    "web",
    "--omit-default-module-path",
    "--out-dir",
    folder,
    "--out-name",
    "eventsource_wasm",
  ];
  const compiled = (await compileSmall(feature, flags)) ?? compile(feature, flags);
  const plain = isJavaScript ? withoutFeatures(compiled, path("plain.wasm")) : compiled;
  show("wasm-bindgen", [...bindgen, plain], { env: environment() });
  forgetClosures(path("eventsource_wasm_bg.wasm"), path("pruned.wat"));
  shrink(path("pruned.wat"), wasm, isJavaScript ? LOWERING : []);
  appendFileSync(glue, START.code);
  shortenNames(wasm, glue);
  makeCodersLater(glue);
  importNothing(wasm, glue);
  appendFileSync(path("eventsource_wasm.d.ts"), START.type);
  if (isJavaScript) {
    toJavaScript(wasm, glue, path("core.js"));
  } else {
    writeFileSync(path("wasm-text.js"), `export default "${toText(readFileSync(wasm))}";\n`);
    writeFileSync(path("wasm-text.d.ts"), "declare const text: string;\nexport default text;\n");
  }
}

/** Returns its path; undefined if this toolchain cannot build it. */
async function compileSmall(feature, flags) {
  const folder = join(root, "target", `wasm-small${flags}`);
  const env = wasmEnvironment({
    RUSTC_BOOTSTRAP: "1",
    RUSTFLAGS: `${SMALL.flags} ${flags}`,
    CARGO_TARGET_DIR: folder,
  });
  const sysroot = read("rustc", ["--print", "sysroot"], { env }) ?? "";
  if (!existsSync(join(sysroot, "lib/rustlib/src/rust/library/std"))) {
    say("  the sources of Rust's library are not there (rustup component add rust-src): the core will be larger.");
    return undefined;
  }
  try {
    await log("core", "cargo", [...build(feature), ...SMALL.args], { env });
    return output(folder);
  } catch (error) {
    say(`  a small standard library cannot be made here, so the core will be larger:\n${error.message}`);
    return undefined;
  }
}

function compile(feature, flags) {
  const folder = join(root, "target", `wasm${flags}`);
  show("cargo", build(feature), { env: wasmEnvironment({ RUSTFLAGS: flags, CARGO_TARGET_DIR: folder }) });
  return output(folder);
}

/** The kind of library is set here, because Cargo.toml is for crates that depend on this one. */
function build(feature) {
  return ["rustc", "--release", "--lib", "--crate-type", "cdylib", "--target", TARGET, "--features", feature];
}

function output(folder) {
  return join(folder, TARGET, "release/eventsource_wasm.wasm");
}

/** A prebuilt library declares features that the core was compiled without, and wasm-bindgen would use them. */
function withoutFeatures(input, output) {
  mkdirSync(dirname(output), { recursive: true });
  show("node_modules/.bin/wasm-opt", ["-g", "--strip-target-features", ...ENABLE, input, "-o", output]);
  return output;
}

/**
 * wasm-bindgen keeps the callers of the closures of every API that it knows in the function table. Only those that it
 * exports for its glue can ever be called; the slots of the others get the first function, so that they can be removed.
 */
function forgetClosures(input, output) {
  show("node_modules/.bin/wasm-dis", [...ENABLE, input, "-o", output]);
  const text = readFileSync(output, "utf8");
  const exported = new Set(
    [...text.matchAll(/\(export "[^"]*" \(func (\$"(?:[^"\\]|\\.)*")\)\)/g)].map(([, name]) => name),
  );
  const isDead = (name) => /convert::closures::_::invoke::|js_sys.*::futures::/.test(name) && !exported.has(name);
  const pruned = text.replace(/(?<=\(elem [^\n]* func )[^\n]*/, (names) => {
    const [first] = names.match(FUNCTION) ?? [];
    return names.replace(FUNCTION, (name) => (isDead(name) ? first : name));
  });
  writeFileSync(output, pruned);
}

/** Flat code with rebuilt blocks and locals compresses better than with `-Oz` alone. */
const AGAIN = ["--flatten", "--rereloop", "-Oz"];

/** Removes instructions. The lowest KiB of memory is the far end of the stack, to which nothing points. */
function shrink(input, output, passes) {
  const smaller = ["--low-memory-unused", ...AGAIN, ...AGAIN, "-Oz", ...passes];
  const args = [...smaller, ...ENABLE, "--strip-debug", "--strip-producers", input, "-o", output];
  show("node_modules/.bin/wasm-opt", args);
}

/** Creates the text coders on first use: some scopes have no `TextDecoder`, such as that of Jest's jsdom. */
function makeCodersLater(glue) {
  const made = [];
  const code = readFileSync(glue, "utf8")
    // Every engine that can parse the rest of the script has it.
    .replace(/^if \(!\('encodeInto'[\s\S]*?^}\n/m, "")
    .replace(/^cachedTextDecoder\.decode\(\);\n/m, "")
    .replace(/^(?:let|const) (cachedText\w+) = (new \w+\(.*\));$/gm, (_, name, value) => {
      made.push(`${name} = ${value};`);
      return `let ${name};`;
    });
  writeFileSync(glue, `${code}\nfunction makeCoders() { ${made.join(" ")} }\n`);
}

/** A core without imports needs no import object, which would contain their names a second time. */
function importNothing(wasm, glue) {
  if (WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(wasm))).length === 0) {
    const code = readFileSync(glue, "utf8");
    const made = /^function __wbg_get_imports\(\) \{[\s\S]*?^\}\n/m;
    if (!made.test(code)) {
      throw new Error(`${glue} makes no object of imports any more`);
    }
    writeFileSync(glue, code.replace(made, "function __wbg_get_imports() { return {}; }\n"));
  }
}

/** Shortens the names between the core and its glue. It is a separate run, because each run lists all of them. */
function shortenNames(wasm, glue) {
  const args = ["--minify-imports-and-exports-and-modules", ...ENABLE, wasm, "-o", wasm];
  const { status, stdout, stderr } = spawnSync("node_modules/.bin/wasm-opt", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`wasm-opt failed:\n${stderr}`);
  }
  const { imports, exports } = JSON.parse(stdout);
  let code = readFileSync(glue, "utf8");
  for (const [module, name, short] of imports) {
    code = code.replaceAll(`"${module}"`, '"a"').replaceAll(new RegExp(`\\b${name}\\b`, "g"), () => short);
  }
  for (const [name, short] of exports) {
    code = code.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, "g"), () => `wasm.${short}`);
  }
  writeFileSync(glue, code);
}
