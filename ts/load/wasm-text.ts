// Decodes the WebAssembly from the text of `scripts/build/wasm-text.mjs`.

/** Values below this are bytes; others announce a second character. */
const ONE = 88;
const CHARACTERS = 91;

/** The groups of eight values that are swapped. */
const SWAPPED = [10, 13];

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
