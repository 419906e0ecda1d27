// Installs the libraries by their lock file, unless they are there, and our package as npm would publish it.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { pack } from "../../e2e/package.mjs";
import { here } from "./paths.mjs";

export function installLibraries() {
  installFolder(".");
  const ours = here("node_modules/eventsource-wasm");
  rmSync(ours, { recursive: true, force: true });
  mkdirSync(ours);
  execFileSync("tar", ["-xzf", pack(ours), "--strip-components=1"], { cwd: ours });
}

/** Other versions of Node, and what is no Node. */
export function installRuntimes() {
  installFolder("runtimes");
}

function installFolder(folder) {
  const installed = here(`${folder}/node_modules/.package-lock.json`);
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(here(`${folder}/package-lock.json`)).mtimeMs) {
    const options = { cwd: here(folder), stdio: "inherit" };
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], options);
  }
}
