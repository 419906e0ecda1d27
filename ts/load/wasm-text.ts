// Decodes the WebAssembly from the text of `scripts/build/wasm-text.mjs`.

/** Values below this are bytes; others announce a second character. */
const ONE = 88;
const CHARACTERS = 91;

/** Compiles synchronously, even if this blocks the page. */
export function compile(text: string): WebAssembly.Module {
  return new WebAssembly.Module(bytesOf(text));
}

/**
 * Compiles in the background: on the main thread it would cost frames, and Chromium before 115 compiles only tiny modules
 * there.
 */
export async function compileAside(text: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytesOf(text));
}

/** ASCII of the same length is read faster as bytes. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  let high = 0;
  for (const code of bytes) {
    const value = high + code - (code < 92 ? 35 : 36);
    if (high === 0 && value >= ONE) {
      high = ONE + (value - ONE) * CHARACTERS;
    } else {
      const group = value >> 3;
      bytes[length++] = group === 10 || group === 13 ? value ^ 56 : value;
      high = 0;
    }
  }
  return bytes.subarray(0, length);
}
