// The apps of the matrix. A page's name is its column; an app has those that its tool can make.

const ENTRIES = ["default", "external", "no-wasm", "polyfill", "shared", "stream"];
const WORKERS = ["worker", "shared-worker", "service-worker"];

/** Columns that show another one's page in a browser without WebAssembly. */
export const FALLBACKS = { fallback: "default", "stream fallback": "stream", "worker fallback": "worker" };
const IN_PAGES = ["fallback", "stream fallback"];

/** All columns. */
export const PAGES = [...ENTRIES, ...WORKERS, ...Object.keys(FALLBACKS)];

/** Copies the file beside the script, or tells `init` where it is: these tools do not look for files in scripts. */
const COPIED = { external: "with the file copied" };

/** Before Vite 8 the workers' default format has no place for what is loaded only when it is needed. */
const IN_ONE_FILE = { worker: "with `worker.format`", "worker fallback": "with `worker.format`" };

/**
 * `kind` is the row of README.md that names the app, by its `label` if it has one. `folder` is an app of this folder, `tool` the npm package whose version the table shows, `command` runs a page's script
 * without a browser. `scripts` are others of its package.json than dev and build.
 */
export const APPS = [
  {
    name: "Vite",
    kind: "bundlers",
    folder: "vite",
    tool: "vite",
    pages: [...ENTRIES, "worker", "shared-worker", ...Object.keys(FALLBACKS)],
  },
  {
    name: "Vite",
    kind: "bundlers",
    folder: "vite-7",
    tool: "vite",
    pages: ["default", "worker", "fallback", "worker fallback"],
    notes: IN_ONE_FILE,
  },
  { name: "webpack", kind: "bundlers", folder: "webpack", tool: "webpack", pages: PAGES },
  {
    name: "esbuild",
    kind: "bundlers",
    folder: "esbuild",
    tool: "esbuild",
    pages: [...ENTRIES, ...IN_PAGES],
    notes: COPIED,
  },
  {
    name: "Rollup",
    kind: "bundlers",
    folder: "rollup",
    tool: "rollup",
    pages: [...ENTRIES, ...IN_PAGES],
    notes: COPIED,
    modes: ["production"],
  },
  {
    name: "Parcel",
    kind: "bundlers",
    folder: "parcel",
    tool: "parcel",
    pages: PAGES,
    notes: { "service-worker": "with `no-wasm`" },
  },
  {
    name: "Next.js with Turbopack",
    kind: "frameworks",
    folder: "next",
    tool: "next",
    pages: [...ENTRIES, ...IN_PAGES],
    path: (page) => page,
  },
  {
    name: "Next.js with webpack",
    kind: "frameworks",
    folder: "next",
    tool: "next",
    pages: [...ENTRIES, ...IN_PAGES],
    path: (page) => page,
    scripts: { dev: "dev-webpack", build: "build-webpack" },
  },
  {
    name: "SvelteKit",
    kind: "frameworks",
    folder: "sveltekit",
    tool: "@sveltejs/kit",
    pages: [...ENTRIES, ...IN_PAGES],
    path: (page) => page,
  },
  {
    name: "no bundler, import map",
    kind: "no bundler",
    label: "import map",
    folder: "plain",
    pages: PAGES,
    modes: [""],
  },
  {
    name: "no bundler, script tag",
    kind: "no bundler",
    label: "script tag",
    folder: "script-tag",
    pages: ["default", "fallback"],
    modes: [""],
  },
  {
    name: "extension with the usual policy",
    kind: "extensions",
    label: "usual policy",
    folder: "extension",
    pages: ["no-wasm", "fallback", "stream fallback"],
    modes: ["production"],
    isExtension: true,
  },
  {
    name: "extension that allows `wasm-unsafe-eval`",
    kind: "extensions",
    label: "policy with `wasm-unsafe-eval`",
    folder: "extension-wasm",
    pages: ["default", "polyfill", "shared", "stream"],
    modes: ["production"],
    isExtension: true,
  },
  runtime("Node", ["node"]),
  runtime("Deno", ["node_modules/.bin/deno", "run", "--allow-net"]),
  runtime("Bun", ["node_modules/.bin/bun"]),
];

function runtime(name, command) {
  return {
    name,
    kind: "server rendering",
    folder: "runtimes",
    command,
    pages: ["default", "no-wasm", "polyfill", "stream"],
    modes: [""],
  };
}
