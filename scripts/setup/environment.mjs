// What set-up found, remembered for every other script.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, tools } from "../support/run.mjs";

const file = join(tools, "env.json");

/** The findings: variables for wasm builds and paths of programs. */
export function findings() {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

export function remember(found) {
  mkdirSync(tools, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...findings(), ...found }, null, 2)}\n`);
}

/** The environment for programs that set-up installed. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${join(tools, "bin")}:${process.env.PATH}`, ...extra };
}

/** The environment for WebAssembly builds: their toolchain may be another one, so they have a target folder of their own. */
export function wasmEnvironment(extra = {}) {
  return environment({ ...findings().wasm, CARGO_TARGET_DIR: join(root, "target", "wasm"), ...extra });
}
