// Loads the parser's own WebAssembly.

import wasm from "../../build/stream/wasm-text.js";
import { compile, compileAside } from "../load/wasm-text.ts";
import { parserInstance } from "./stream-parser.ts";

/** Loads synchronously. In a window, Chromium before 115 cannot. */
export function loadInlineStream(): void {
  if (parserInstance.generation === 0) {
    parserInstance.startNow(compile(wasm));
  }
}

export async function loadInlineStreamAside(): Promise<void> {
  if (parserInstance.generation === 0) {
    await parserInstance.start(await compileAside(wasm));
  }
}
