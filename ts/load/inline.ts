// The WebAssembly in the script. It is compiled when the first source needs it, never at import.

import wasm from "../../build/wasm-text.js";
import { sessionInstance } from "../core/session-core.ts";
import { type CoreLoader, once } from "./core-loader.ts";
import { assertCompiles, compile, compileAside } from "./wasm-text.ts";

export const inlineCore: CoreLoader = {
  check: assertCompiles,
  load: once(() => {
    if (isNode()) {
      sessionInstance.startNow(compile(wasm));
      return undefined;
    }
    return compileAside(wasm).then((module) => sessionInstance.start(module));
  }),
};

/** In Node compiling blocks no rendering, and a test's virtual time does not wait for threads. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}
