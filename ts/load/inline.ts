// The WebAssembly inside the script: decoded and compiled at the first construction, never at import.

import wasm from "../../build/wasm-text.js";
import { startModule } from "../core.ts";
import { cannotCompile } from "../messages.ts";

/** Values below this are bytes; those above say that another character follows. */
const ONE = 88;
const CHARACTERS = 91;

let ready = false;

export function loadInline(): void {
  if (ready) {
    return;
  }
  startModule(compile(bytesOf(wasm)));
  ready = true;
}

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new Error(cannotCompile(), { cause });
  }
}

/** The reverse of `scripts/wasm-text.mjs`. */
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
