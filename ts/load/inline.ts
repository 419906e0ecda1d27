// The WebAssembly in the script. It is compiled when the first source needs it, never at import.

import wasm from "../../build/wasm-text.js";
import { sessionInstance } from "../core/session-core.ts";
import { nextTask } from "../scheduling/scheduler.ts";
import { type CoreLoader, once } from "./core-loader.ts";
import { fallBack, type ImportCore } from "./fallback.ts";
import { isNode } from "./node.ts";
import { compile, instantiateAside } from "./wasm-text.ts";

/** Uses `importCore` if the page cannot compile the WebAssembly. */
export function inlineCore(importCore: ImportCore): CoreLoader {
  const cannotCompile = (obstacle: unknown) => fallBack(sessionInstance, importCore, obstacle);
  return once(() => {
    if (!isNode()) {
      // Decoding the text takes time too, which this task needs for the request.
      return nextTask()
        .then(() => sessionInstance.startAside(instantiateAside(wasm)))
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
