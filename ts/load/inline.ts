// The WebAssembly inside the script: compiled when the first source needs it, never at import.

import wasm from "../../build/wasm-text.js";
import { sessionInstance } from "../core/session-core.ts";
import { type CoreLoader, once } from "./core-loader.ts";
import { fallBack, type ImportCore } from "./fallback.ts";
import { compile, compileAside } from "./wasm-text.ts";

/** `importCore` is for pages that cannot compile it. */
export function inlineCore(importCore: ImportCore): CoreLoader {
  const cannotCompile = (obstacle: unknown) => fallBack(sessionInstance, importCore, obstacle);
  return once(() => {
    if (!isNode()) {
      return compileAside(wasm)
        .then((module) => sessionInstance.start(module))
        .catch(cannotCompile);
    }
    try {
      sessionInstance.startNow(compile(wasm));
      return undefined;
    } catch (obstacle) {
      return cannotCompile(obstacle);
    }
  });
}

/** Node displays nothing that compiling would hold up, and a test's virtual time does not wait for threads. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}
