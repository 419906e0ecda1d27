// The core as plain JavaScript, for pages that may not compile WebAssembly.

import instantiate from "../../build/no-wasm/core.js";
import { startCore } from "../core/session-core.ts";

export function loadJavaScript(): void {
  startCore(instantiate);
}
