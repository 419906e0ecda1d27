// WebAssembly from the text that `scripts/wasm-text.mjs` made of it.

import { cannotCompile } from "../messages.ts";

/** Values below this are bytes; those above say that another character follows. */
const ONE = 88;
const CHARACTERS = 91;

export function compile(text: string): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytesOf(text));
  } catch (cause) {
    throw new Error(cannotCompile(), { cause });
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let index = 0;
  const next = () => {
    const code = text.charCodeAt(index++);
    return code - (code < 92 ? 35 : 36);
  };
  let length = 0;
  while (index < text.length) {
    const value = next();
    bytes[length++] = value < ONE ? value : ONE + (value - ONE) * CHARACTERS + next();
  }
  return bytes.subarray(0, length);
}
