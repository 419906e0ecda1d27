// The same for the parser stream's own WebAssembly.

import wasm from "../../build/stream/wasm-text.js";
import { startModule } from "../parser-stream/stream-parser.ts";
import { compile } from "./wasm-text.ts";

let ready = false;

export function loadInlineStream(): void {
  if (!ready) {
    startModule(compile(wasm));
    ready = true;
  }
}
