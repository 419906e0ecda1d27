// Loads the parser's own WebAssembly.

import wasm from "../../build/stream/wasm-text.js";
import { cannotParseAtOnce } from "../errors/messages.ts";
import { fallBack } from "../load/fallback.ts";
import { compile, instantiateAside } from "../load/wasm-text.ts";
import { parserInstance } from "./stream-parser.ts";

/** Loads synchronously. In a window, Chromium before 115 cannot. */
export function loadInlineStream(): void {
  if (!parserInstance.isLoaded) {
    try {
      parserInstance.startNow(compile(wasm));
    } catch (cause) {
      throw new Error(cannotParseAtOnce(), { cause });
    }
  }
}

export async function loadInlineStreamAside(): Promise<void> {
  if (!parserInstance.isLoaded) {
    try {
      await parserInstance.startAside(instantiateAside(wasm));
    } catch (obstacle) {
      await fallBack(parserInstance, () => import("../../build/stream-no-wasm/core.js"), obstacle);
    }
  }
}
