// The scripts of the page: each implementation is one of its own, as small as a user's bundler makes it.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * `scripts` by their paths; `missing` by the implementations' names, with the reason: their code is not there. Those of
 * `base` are ours, with another build of the package in place of the one in dist/.
 */
export async function bundle(implementations, base) {
  installClients();
  const scripts = new Map([["/page.js", await bundled("page.js")]]);
  const missing = new Map();
  for (const name of implementations) {
    try {
      const file = name.replace(/^base-/, "ours-");
      const alias = file === name ? {} : aliasOf(base);
      scripts.set(`/${name}.js`, await bundled(`implementations/${file}.js`, alias));
    } catch (error) {
      missing.set(name, error.errors[0].text);
    }
  }
  return { scripts, missing };
}

export function installClients() {
  if (!existsSync(here("node_modules"))) {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", here(".")], { stdio: "inherit" });
  }
}

/** One script of this folder, or by its path from here. */
export function bundled(path, options = {}) {
  return minified({ entryPoints: [here(path)], ...options });
}

function aliasOf(base) {
  const plugin = {
    name: "another build",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/dist\/[\w-]+\.js$/ }, ({ path }) => ({ path: join(resolve(base), basename(path)) })),
  };
  return { plugins: [plugin] };
}

/** A script that is no file, with what it imports. */
export function bundledText(contents) {
  return minified({ stdin: { contents, resolveDir: here(".") } });
}

async function minified(input) {
  const options = { bundle: true, minify: true, write: false, format: "esm", target: "es2022", logLevel: "silent" };
  // What is loaded only without WebAssembly stays a file of its own, as in a bundle with chunks.
  const { outputFiles } = await build({
    ...input,
    ...options,
    external: ["*/javascript-core.js", "*/javascript-parser-core.js"],
  });
  return outputFiles[0].text;
}
