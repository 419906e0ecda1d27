// The package as npm would publish it.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

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

/** Installs what the lock file of a folder says, unless it is there. */
export function installLocked(folder) {
  const installed = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(folder, "package-lock.json")).mtimeMs) {
    const options = { cwd: folder, stdio: "inherit" };
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], options);
  }
}

/** Puts the package into a folder whose other packages are installed already. */
export function unpackInto(folder) {
  const ours = join(folder, "node_modules/eventsource-wasm");
  rmSync(ours, { recursive: true, force: true });
  mkdirSync(ours);
  execFileSync("tar", ["-xzf", pack(ours), "--strip-components=1"], { cwd: ours });
}
