// The same for sharing's own WebAssembly.

import wasm from "../../build/shared/wasm-text.js";
import { startSharing } from "../core/sharing-core.ts";
import { compile } from "./wasm-text.ts";

let ready = false;

export function loadInlineShared(): void {
  if (!ready) {
    startSharing(compile(wasm));
    ready = true;
  }
}
