// WebAssembly from the text that `scripts/build/wasm-text.mjs` made of it.

/** Values below this are bytes; those above say that another character follows. */
const ONE = 88;
const CHARACTERS = 91;

/** The eights of values that have changed places. */
const SWAPPED = [10, 13];

/** On the spot, also where that holds up the page. */
export function compile(text: string): WebAssembly.Module {
  return new WebAssembly.Module(bytesOf(text));
}

/** Off the page's thread, whose frames it would cost otherwise, and on which Chromium before 115 compiles next to nothing. */
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
