// The core as plain JavaScript, for pages that may not compile WebAssembly.

import instantiate from "../../build/no-wasm/core.js";
import { startCore } from "../core/session-core.ts";

let ready = false;

/** Once: a core that is started again has new memory, and what its sources had there is lost. */
export function loadJavaScript(): void {
  if (!ready) {
    startCore(instantiate);
    ready = true;
  }
}
