// The WebAssembly inside the script: decoded and compiled at the first construction, never at import.

import wasm from "../../build/wasm-hex.js";
import { initSync } from "../core.ts";
import { cannotCompile } from "../messages.ts";

let ready = false;

export function loadInline(): void {
  if (ready) {
    return;
  }
  initSync({ module: compile(bytesOf(wasm)) });
  ready = true;
}

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new Error(cannotCompile(), { cause });
  }
}

/** Hex, because it keeps the bytes aligned and so compresses better than base64. */
function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}
