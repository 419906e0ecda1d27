// Makes each core, in this order:
//
// 1. cargo compiles the crate to WebAssembly, with a standard library made for size where the toolchain can.
// 2. wasm-bindgen writes the JavaScript that calls it.
// 3. wasm-opt makes it smaller, then shortens the names between both, in WebAssembly and in JavaScript.
// 4. The JavaScript is changed so that importing it creates nothing.
// 5. The WebAssembly becomes text for a string literal (`wasm-text.mjs`), or JavaScript (`wasm-javascript.mjs`).
//
// `../build.mjs` bundles the results with ts/ by esbuild, and Terser shortens them. `node scripts/check/size.mjs` prints the
// sizes. Each rewrite of generated code throws if it no longer fits what the tool generates.

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
 * The cores: the class; the parser alone, which is a third of its size; sharing, for users of `shared`; and the first two for
 * pages that cannot compile WebAssembly, with only those WebAssembly features that wasm2js can translate to JavaScript. The
 * glue of its `original` calls such a core too.
 */
const CORES = [
  { folder: "build", feature: "npm", flags: SIMD },
  { folder: "build/stream", feature: "npm-stream", flags: SIMD },
  { folder: "build/shared", feature: "npm-shared", flags: SIMD },
  { folder: "build/stream-no-wasm", feature: "npm-stream", original: "build/stream", flags: "-Ctarget-cpu=mvp" },
  { folder: "build/no-wasm", feature: "npm", original: "build", flags: "-Ctarget-cpu=mvp" },
];

const TARGET = "wasm32-unknown-unknown";

/** A standard library built for size, and panics that only trap. Unstable, so it is requested explicitly. */
const SMALL = {
  args: ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"],
  flags: "-Zunstable-options -Cpanic=immediate-abort -Clink-arg=-zstack-size=131072",
};

/** Listed one by one: "all features" of newer versions of wasm-opt enables some that the glue cannot read. */
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

/** The prebuilt library contains these features even so. */
const LOWERING = ["signext", "llvm-nontrapping-fptoint", "llvm-memory-copy-fill"].map((name) => `--${name}-lowering`);

/** How TypeScript starts a core, however it was loaded, and reads its memory. A core can be started again. */
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

async function buildCore({ folder, feature, original, flags }) {
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
  const plain = original ? withoutFeatures(compiled, path("plain.wasm")) : compiled;
  show("wasm-bindgen", [...bindgen, plain], { env: environment() });
  shrink(asText(path("eventsource_wasm_bg.wasm")), wasm, original ? LOWERING : []);
  appendFileSync(glue, START.code);
  shortenNames(wasm, glue);
  makeCodersLater(glue);
  importNothing(wasm, glue);
  appendFileSync(path("eventsource_wasm.d.ts"), START.type);
  if (original) {
    assertSame(glue, join(root, original, "eventsource_wasm.js"));
    toJavaScript(wasm, path("core.js"));
  } else {
    writeFileSync(path("wasm-text.js"), `export default "${toText(readFileSync(wasm))}";\n`);
    writeFileSync(path("wasm-text.d.ts"), "declare const text: string;\nexport default text;\n");
  }
}

/** Throws if the glue of the original core cannot call this one. JavaScript does not detach memory that has grown. */
function assertSame(glue, original) {
  const code = readFileSync(original, "utf8");
  if (readFileSync(glue, "utf8") !== code) {
    throw new Error(`${glue} differs from ${original}, which is to call either core`);
  }
  assertAbsent(original, code, /.*(?:\.detached|byteLength === 0).*/);
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

/** The output of wasm-opt is a hundred bytes smaller if its input is text. */
function asText(wasm) {
  const text = wasm.replace(/wasm$/, "wat");
  show("node_modules/.bin/wasm-dis", [...ENABLE, wasm, "-o", text]);
  return text;
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
  assertAbsent(glue, code, /^(?:let|const) .*\bnew (?!Array\()\w+\(.*$/m);
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
    if (!code.includes(name)) {
      throw new Error(`${glue} does not provide ${name}, which the core imports`);
    }
    code = code.replaceAll(`"${module}"`, '"a"').replaceAll(new RegExp(`\\b${name}\\b`, "g"), () => short);
  }
  for (const [name, short] of exports) {
    code = code.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, "g"), () => `wasm.${short}`);
  }
  assertAbsent(
    glue,
    code.replaceAll(new RegExp(`\\bwasm\\.(?:${exports.map(([, short]) => short).join("|")})\\b`, "g"), ""),
    /\bwasm\.\w+/,
  );
  writeFileSync(glue, code);
}

/** Throws if a rewrite had no effect: the tool's output has changed. */
function assertAbsent(file, code, pattern) {
  const [found] = code.match(pattern) ?? [];
  if (found) {
    throw new Error(`${file} has code that the build does not know how to rewrite: ${found}`);
  }
}
