// Installs missing tools, and skips existing ones. `npm start` needs the first three parts, `npm test` all of them.

import { setUpChromium, setUpFirefox } from "./setup/browsers.mjs";
import { setUpBindgen, setUpWasmPack } from "./setup/cargo-tools.mjs";
import { setUpGateways } from "./setup/gateways.mjs";
import { setUpNpm } from "./setup/npm.mjs";
import { setUpValgrind } from "./setup/valgrind.mjs";
import { setUpWasm } from "./setup/wasm.mjs";

export const FOR_BUILDING = [setUpNpm, setUpWasm, setUpBindgen];
export const FOR_BENCHMARKS = [...FOR_BUILDING, setUpChromium, setUpFirefox];
export const FOR_TESTING = [...FOR_BENCHMARKS, setUpWasmPack, setUpValgrind, setUpGateways];

export async function setUp(parts) {
  for (const part of parts) {
    await part();
  }
}
