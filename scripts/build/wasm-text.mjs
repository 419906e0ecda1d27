// WebAssembly as text for a string literal: `ts/load/inline.ts` reads it.

/**
 * The characters from "#" to "~" without the backslash, which no minifier escapes: one for each byte below ONE, which are
 * the frequent ones, two for the others. After brotli it is smaller than hex and base64: `node scripts/build/encodings.mjs`.
 */
const ONE = 84;
const CHARACTERS = 91;

export function toText(bytes) {
  let text = "";
  for (const byte of bytes) {
    const rest = byte - ONE;
    text += rest < 0 ? character(byte) : character(ONE + Math.floor(rest / CHARACTERS)) + character(rest % CHARACTERS);
  }
  return text;
}

function character(value) {
  const code = value + 35;
  return String.fromCharCode(code < 92 ? code : code + 1);
}
