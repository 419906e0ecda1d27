// The core's text as strings.

/** WebKit's decoder fails when it has decoded 2 GiB, so it is replaced before. */
const MOST = 2 ** 31 - 2 ** 20;

let decoder: TextDecoder | undefined;
let decoded = 0;

/** The string of the bytes of UTF-8 from one place to another. */
export function decode(bytes: Uint8Array, start: number, end: number): string {
  if (start === end) {
    return "";
  }
  decoded += end - start;
  if (!decoder || decoded > MOST) {
    // A byte order mark inside a stream is data.
    decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    decoded = end - start;
  }
  return decoder.decode(bytes.subarray(start, end));
}
