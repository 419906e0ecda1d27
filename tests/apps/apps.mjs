// The apps of the matrix. A page's name is its column; an app has those that its tool can make.

const ENTRIES = ["default", "external", "no-wasm", "polyfill", "shared", "stream"];
const WORKERS = ["worker", "shared-worker", "service-worker"];

/** All columns. */
export const PAGES = [...ENTRIES, ...WORKERS];

/** How many of these pages are entries, and how many kinds of workers. */
export function kindsOf(pages) {
  const workers = pages.filter((page) => WORKERS.includes(page)).length;
  return { entries: pages.length - workers, workers };
}

/** Copies the file beside the script, or tells `init` where it is: these tools do not look for files in scripts. */
const COPIED = { external: "with the file copied" };

/**
 * `folder` is an app of this folder, `tool` the npm package whose version the table shows, `command` runs a page's script
 * without a browser. `scripts` are others of its package.json than dev and build.
 */
export const APPS = [
  { name: "Vite", folder: "vite", tool: "vite", pages: [...ENTRIES, "worker", "shared-worker"] },
  { name: "webpack", folder: "webpack", tool: "webpack", pages: PAGES },
  { name: "esbuild", folder: "esbuild", tool: "esbuild", pages: ENTRIES, notes: COPIED },
  { name: "Rollup", folder: "rollup", tool: "rollup", pages: ENTRIES, notes: COPIED, modes: ["production"] },
  { name: "Parcel", folder: "parcel", tool: "parcel", pages: PAGES },
  { name: "Next.js with Turbopack", folder: "next", tool: "next", pages: ENTRIES, path: (page) => page },
  {
    name: "Next.js with webpack",
    folder: "next",
    tool: "next",
    pages: ENTRIES,
    path: (page) => page,
    scripts: { dev: "dev-webpack", build: "build-webpack" },
  },
  { name: "SvelteKit", folder: "sveltekit", tool: "@sveltejs/kit", pages: ENTRIES, path: (page) => page },
  { name: "no bundler, import map", folder: "plain", pages: PAGES, modes: [""] },
  { name: "no bundler, script tag", folder: "script-tag", pages: ["default"], modes: [""] },
  {
    name: "extension with the usual policy",
    folder: "extension",
    pages: ["no-wasm"],
    modes: ["production"],
    isExtension: true,
  },
  {
    name: "extension that allows `wasm-unsafe-eval`",
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
  return { name, folder: "runtimes", command, pages: ["default", "no-wasm", "polyfill", "stream"], modes: [""] };
}
