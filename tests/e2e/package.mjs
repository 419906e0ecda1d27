// The package as npm would publish it.

import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packs it into a folder; gives the file's name. */
export function pack(folder) {
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root, stdio: "pipe" });
  return readdirSync(folder).find((name) => name.endsWith(".tgz"));
}

/** Makes a folder an app that depends on nothing but the package. */
export function installPacked(app) {
  const dependencies = { "eventsource-wasm": `file:${pack(app)}` };
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund"], { cwd: app, stdio: "pipe" });
}
