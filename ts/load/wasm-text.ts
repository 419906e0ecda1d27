// WebAssembly from the text that `scripts/build/wasm-text.mjs` made of it.

import { cannotCompile } from "../errors/messages.ts";

/** Values below this are bytes; those above say that another character follows. */
const ONE = 88;
const CHARACTERS = 91;

/** The eights of values that have changed places. */
const SWAPPED = [10, 13];

/** The smallest module there is: a header. */
const HEADER = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let compiles = false;

/** Throws where there is no WebAssembly, or a Content-Security-Policy forbids it. */
export function assertCompiles(): void {
  if (!compiles) {
    compileBytes(HEADER);
    compiles = true;
  }
}

/** On the spot, also where that holds up the page. */
export function compile(text: string): WebAssembly.Module {
  return compileBytes(bytesOf(text));
}

/** Off the page's thread, whose frames it would cost otherwise, and on which Chromium before 115 compiles next to nothing. */
export async function compileAside(text: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytesOf(text));
  } catch (cause) {
    throw new Error(cannotCompile(), { cause });
  }
}

function compileBytes(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
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
    const first = next();
    const value = first < ONE ? first : ONE + (first - ONE) * CHARACTERS + next();
    bytes[length++] = SWAPPED.includes(value >> 3) ? value ^ 56 : value;
  }
  return bytes.subarray(0, length);
}
