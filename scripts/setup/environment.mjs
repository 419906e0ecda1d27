// The findings of the set-up, stored for all other scripts.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, tools } from "../support/run.mjs";

const file = join(tools, "env.json");

/** Returns the findings: variables for wasm builds and paths of programs. */
export function findings() {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

export function remember(found) {
  mkdirSync(tools, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...findings(), ...found }, null, 2)}\n`);
}

/** Returns the environment for installed programs. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${join(tools, "bin")}:${process.env.PATH}`, ...extra };
}

/** Returns the environment for WebAssembly builds. Their toolchain may differ, so they have their own target folder. */
export function wasmEnvironment(extra = {}) {
  return environment({ ...findings().wasm, CARGO_TARGET_DIR: join(root, "target", "wasm"), ...extra });
}
