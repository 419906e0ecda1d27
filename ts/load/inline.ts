// The WebAssembly inside the script: decoded and compiled at the first construction, never at import.

import wasm from "../../build/wasm-text.js";
import { startModule } from "../core/session-core.ts";
import { compile } from "./wasm-text.ts";

let ready = false;

export function loadInline(): void {
  if (!ready) {
    startModule(compile(wasm));
    ready = true;
  }
}
