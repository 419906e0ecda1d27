// Decodes the WebAssembly from the text of `scripts/build/wasm-text.mjs`.

import type { InstantiateAside } from "../core/instance.ts";

/** Values below this are bytes; others announce a second character. */
const ONE = 84;
const CHARACTERS = 91;

/** Compiles synchronously, even if this blocks the page. */
export function compile(text: string): WebAssembly.Module {
  return new WebAssembly.Module(bytesOf(text));
}

/** In the background: on the main thread it would cost frames, and Chromium before 115 compiles only tiny modules there. */
export function instantiateAside(text: string): InstantiateAside {
  return async (imports) => WebAssembly.instantiate(bytesOf(text), imports);
}

/** Bytes are read faster than characters. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  let high = 0;
  for (let index = 0; index < text.length; index++) {
    const code = bytes[index] as number;
    const value = high + code - (code < 92 ? 35 : 36);
    if (high === 0 && value >= ONE) {
      high = ONE + (value - ONE) * CHARACTERS;
    } else {
      bytes[length++] = value;
      high = 0;
    }
  }
  return bytes.subarray(0, length);
}
