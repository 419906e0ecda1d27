// The core's text as strings.

/** WebKit's decoder fails when it has decoded 2 GiB, so it is replaced before. */
const MOST = 2 ** 31 - 2 ** 20;

const MORE = { stream: true };

interface Decoder {
  readonly decoder: TextDecoder;
  decoded: number;
}

const decoders: (Decoder | undefined)[] = [];

/**
 * The string of the bytes of UTF-8 from one place to another, if that is known of so many UTF-16 units. More bytes than
 * units are decoded as if more came, by a decoder for those only: that is twice as fast in Chromium and seven times in
 * Node, but much slower for ASCII.
 */
export function decode(bytes: Uint8Array, start: number, end: number, units = end - start): string {
  const length = end - start;
  if (length === 0) {
    return "";
  }
  const isAscii = length === units;
  let known = decoders[Number(isAscii)];
  if (!known || known.decoded + length > MOST) {
    // A byte order mark inside a stream is data.
    known = { decoder: new TextDecoder("utf-8", { ignoreBOM: true }), decoded: 0 };
    decoders[Number(isAscii)] = known;
  }
  known.decoded += length;
  const part = bytes.subarray(start, end);
  return isAscii ? known.decoder.decode(part) : known.decoder.decode(part, MORE);
}
