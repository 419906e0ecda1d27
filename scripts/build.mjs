// Builds the npm package into dist/: `npm run build`. Skips what is newer than its sources.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, isMain } from "./files.mjs";
import { root, say, show } from "./run.mjs";
import { environment, wasmEnvironment } from "./setup/environment.mjs";
import { FOR_BUILDING, setUp } from "./setup.mjs";

/** The entries of the package, by their names in dist/. */
const ENTRIES = {
  index: "ts/entry/index.ts",
  polyfill: "ts/entry/polyfill.ts",
  "polyfill/force": "ts/entry/polyfill/force.ts",
};

/** An entry that imports another imports its file in dist/, so that a page never loads the core twice. */
const shareEntries = {
  name: "share entries",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.?\/index\.ts$/ }, ({ path }) => ({ path: path.replace(/ts$/, "js"), external: true })),
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

export async function build() {
  const core = ["Cargo.toml", "Cargo.lock", ...filesUnder("src")];
  if (isOlder("build/wasm-hex.js", core)) {
    buildCore();
  }
  if (isOlder("dist/index.js", ["build/wasm-hex.js", "tsconfig.json", ...filesUnder("ts")])) {
    await bundle();
  }
}

function buildCore() {
  say("Building the core: Rust to WebAssembly, then the JavaScript around it, then fewer bytes of both.");
  show("cargo", ["build", "--release", "--lib", "--target", "wasm32-unknown-unknown"], { env: wasmEnvironment() });
  const compiled = "target/wasm/wasm32-unknown-unknown/release/eventsource_wasm.wasm";
  const glue = ["--target", "web", "--out-dir", "build", "--out-name", "eventsource_wasm"];
  show("wasm-bindgen", [...glue, "--remove-name-section", "--remove-producers-section", compiled], {
    env: environment(),
  });
  const optimise = ["-Oz", ...FEATURES.map((feature) => `--enable-${feature}`)];
  const [input, output] = ["build/eventsource_wasm_bg.wasm", "build/eventsource_wasm.wasm"];
  show("node_modules/.bin/wasm-opt", [...optimise, input, "-o", output]);
  const hex = readFileSync(join(root, output)).toString("hex");
  writeFileSync(join(root, "build/wasm-hex.js"), `export default "${hex}";\n`);
  writeFileSync(join(root, "build/wasm-hex.d.ts"), "declare const hex: string;\nexport default hex;\n");
}

async function bundle() {
  say("Building the package: one file per entry, and its types.");
  rmSync(join(root, "dist"), { recursive: true, force: true });
  mkdirSync(join(root, "dist"));
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: "dist",
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
    plugins: [shareEntries],
  });
  show("node_modules/.bin/tsc", ["-p", "tsconfig.build.json"]);
  // What users see of the types are the entries and the public types; the rest names private parts.
  const declared = Object.entries({ ...ENTRIES, types: "ts/types.ts", transient: "ts/transient.ts" });
  for (const [name, source] of declared) {
    const path = source.replace(/^ts(.*)\.ts$/, "build/types$1.d.ts");
    const declarations = readFileSync(join(root, path), "utf8");
    writeFileSync(join(root, `dist/${name}.d.ts`), declarations.replaceAll(/"\.\.?(\/\w+)\.ts"/g, '".$1.js"'));
  }
}

function isOlder(output, inputs) {
  const path = join(root, output);
  return !existsSync(path) || inputs.some((input) => statSync(join(root, input)).mtimeMs > statSync(path).mtimeMs);
}

if (isMain(import.meta.url)) {
  await setUp(FOR_BUILDING);
  await build();
}
