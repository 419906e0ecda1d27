// The core's text as strings.

/** WebKit's decoder fails when it has decoded 2 GiB, so it is replaced before. */
const MOST = 2 ** 31 - 2 ** 20;

let decoder: TextDecoder | undefined;
let decoded = 0;

/** The string of so many bytes of UTF-8 at a place in the core's memory. */
export function decode(memory: ArrayBuffer, place: number, length: number): string {
  if (length === 0) {
    return "";
  }
  decoded += length;
  if (!decoder || decoded > MOST) {
    // A byte order mark inside a stream is data.
    decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    decoded = length;
  }
  return decoder.decode(new Uint8Array(memory, place, length));
}
