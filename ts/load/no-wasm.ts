// The core as plain JavaScript, for pages that may not compile WebAssembly.

import instantiate from "../../build/no-wasm/core.js";
import { start } from "../core.ts";

export function loadJavaScript(): void {
  start(instantiate);
}
