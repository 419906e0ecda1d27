// The same for sharing's own WebAssembly.

import wasm from "../../build/shared/wasm-text.js";
import { startModule } from "../shared-core.ts";
import { compile } from "./wasm-text.ts";

let ready = false;

export function loadInlineShared(): void {
  if (!ready) {
    startModule(compile(wasm));
    ready = true;
  }
}
