// Builds the npm package into dist/: `npm run build`. Skips what is newer than its sources.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCore } from "./build-core.mjs";
import { filesUnder, isMain } from "./files.mjs";
import { root, say, show } from "./run.mjs";
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

export async function build() {
  const core = ["Cargo.toml", "Cargo.lock", ...filesUnder("src")];
  if (isOlder("build/wasm-text.js", core)) {
    await buildCore();
  }
  if (isOlder("dist/index.js", ["build/wasm-text.js", "tsconfig.json", ...filesUnder("ts")])) {
    await bundle();
  }
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
