// Builds the npm package into dist/: `npm run build`. Skips outputs that are newer than their sources.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildCores } from "./build/core.mjs";
import { FOR_BUILDING, setUp } from "./setup.mjs";
import { filesUnder, isMain } from "./support/files.mjs";
import { root, say, show } from "./support/run.mjs";

/** The package's entries, by their names in dist/. */
const ENTRIES = {
  index: "ts/entry/index.ts",
  external: "ts/entry/external.ts",
  "no-wasm": "ts/entry/no-wasm.ts",
  stream: "ts/entry/stream.ts",
  shared: "ts/entry/shared.ts",
  testing: "ts/entry/testing.ts",
  inspector: "ts/entry/inspector.ts",
  observer: "ts/entry/observer.ts",
  polyfill: "ts/entry/polyfill.ts",
  "polyfill/force": "ts/entry/polyfill/force.ts",
};

/** The default entry for `<script src>`, which exports a global object. */
const SCRIPT = {
  entries: { "eventsource-wasm": "ts/entry/script.ts" },
  format: "iife",
  globalName: "EventSourceWasm",
};

/** The JavaScript cores for pages that cannot compile WebAssembly, by their names in dist/. */
const JAVASCRIPT_CORES = {
  "javascript-core": "build/no-wasm/core.js",
  "javascript-parser-core": "build/stream-no-wasm/core.js",
};

/** Further public types, by their names in dist/types/. All other types are private. */
const TYPES = {
  options: "ts/types/options.ts",
  source: "ts/types/source.ts",
  stream: "ts/types/stream.ts",
  transient: "ts/options/transient.ts",
  "event-server": "ts/testing/event-server.ts",
  "event-text": "ts/testing/event-text.ts",
  inspect: "ts/inspector/inspect.ts",
  observe: "ts/observer/observe.ts",
};

/** An entry that imports another one imports its file in dist/, so that a page never loads the core twice. */
const shareEntries = {
  name: "share entries",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.?\/index\.ts$/ }, ({ path }) => ({ path: path.replace(/ts$/, "js"), external: true })),
};

/** Leaves an `import()` of a JavaScript core as it is: the core has a file of its own. */
const leaveCores = {
  name: "leave cores",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/core\.js$/ }, ({ kind, path: asked }) => {
      const [name] = Object.entries(JAVASCRIPT_CORES).find(([, file]) => asked.endsWith(file)) ?? [];
      return kind === "dynamic-import" && name ? { path: `./${name}.js`, external: true } : undefined;
    }),
};

const CORE_SCRIPTS = ["core", "wasm-javascript", "wasm-text"].map((name) => `scripts/build/${name}.mjs`);

const PACKAGE_SCRIPTS = ["scripts/build.mjs", "scripts/build/shorten.mjs"];

export async function build() {
  const core = ["Cargo.toml", "Cargo.lock", ...CORE_SCRIPTS, ...filesUnder("src")];
  if (isOlder("build/no-wasm/core.js", core)) {
    await buildCores();
  }
  const rest = ["build/no-wasm/core.js", "package.json", "tsconfig.json", ...PACKAGE_SCRIPTS, ...filesUnder("ts")];
  if (isOlder("dist/index.js", rest)) {
    await buildPackage();
  }
}

async function buildPackage() {
  say("Building the package: one file per entry, and its types.");
  rmSync(join(root, "dist"), { recursive: true, force: true });
  mkdirSync(join(root, "dist"));
  await bundle({ entries: ENTRIES, plugins: [shareEntries, leaveCores] });
  await bundle(SCRIPT);
  // Nobody wrote them, so they have no source map.
  await bundle({ entries: JAVASCRIPT_CORES, sourcemap: false });
  writeFolders();
  filesUnder("dist")
    .filter((file) => file.endsWith(".map"))
    .forEach(withoutGenerated);
  copyFileSync(join(root, "build/eventsource_wasm.wasm"), join(root, "dist/eventsource_wasm.wasm"));
  show("node_modules/.bin/tsc", ["-p", "tsconfig.build.json"]);
  writeTypes();
}

/** Writes the public declarations, each beside or below its entry. */
function writeTypes() {
  const types = Object.entries(TYPES).map(([name, source]) => [`types/${name}`, source]);
  const names = new Map([...Object.entries(ENTRIES), ...types].map(([name, source]) => [source, name]));
  for (const [source, name] of names) {
    const target = (_, specifier) => {
      const path = relative(join(name, ".."), names.get(join(source, "..", specifier)));
      return `"${path.startsWith(".") ? path : `./${path}`}.js"`;
    };
    const declarations = readFileSync(join(root, source.replace(/^ts(.*)\.ts$/, "build/types$1.d.ts")), "utf8");
    const path = join(root, `dist/${name}.d.ts`);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, declarations.replaceAll(/"(\.\.?\/[^"]+\.ts)"/g, target));
  }
}

/** Tools that do not read `exports` look for a folder with the entry's name. */
function writeFolders() {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const [name, { types, default: main }] of Object.entries(exports)) {
    if (types && name !== ".") {
      const folder = join(root, name);
      const manifest = {
        type: "module",
        main: relative(folder, join(root, main)),
        types: relative(folder, join(root, types)),
      };
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    }
  }
}

async function bundle({ entries, format = "esm", ...options }) {
  const [esbuild, { mangleProps }, { shorten }] = await Promise.all(
    ["esbuild", "./build/short-names.mjs", "./build/shorten.mjs"].map((name) => import(name)),
  );
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: "dist",
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    sourcemap: true,
    legalComments: "none",
    logLevel: "warning",
    write: false,
    mangleProps: mangleProps(),
    ...options,
  });
  await shorten(outputFiles, { isModule: format === "esm" });
}

/** Removes generated code from a source map, which would be most of it. */
function withoutGenerated(map) {
  const { sourcesContent, ...rest } = JSON.parse(readFileSync(join(root, map), "utf8"));
  const kept = sourcesContent.map((content, index) => (rest.sources[index].includes("/build/") ? "" : content));
  writeFileSync(join(root, map), JSON.stringify({ ...rest, sourcesContent: kept }));
}

function isOlder(output, inputs) {
  const path = join(root, output);
  return !existsSync(path) || inputs.some((input) => statSync(join(root, input)).mtimeMs > statSync(path).mtimeMs);
}

if (isMain(import.meta.url)) {
  await setUp(FOR_BUILDING);
  await build();
}
