// The same for the parser's own WebAssembly.

import wasm from "../../build/stream/wasm-text.js";
import { compile, compileAside } from "../load/wasm-text.ts";
import { parserInstance } from "./stream-parser.ts";

let isReady = false;

/** At once: in a window, Chromium before 115 cannot. */
export function loadInlineStream(): void {
  if (!isReady) {
    parserInstance.startNow(compile(wasm));
    isReady = true;
  }
}

export async function loadInlineStreamAside(): Promise<void> {
  if (!isReady) {
    const module = await compileAside(wasm);
    if (!isReady) {
      parserInstance.startNow(module);
      isReady = true;
    }
  }
}
