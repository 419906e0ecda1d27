// The beginning of the body of a response that is no stream: an API's own words about what is wrong.

import { BodyReader } from "./body-reader.ts";

/** In bytes. */
const LONGEST = 64 << 10;

/** In ms. */
const TIMEOUT = 5000;

/**
 * Reads it. What takes too long, or breaks off, is as much as there is. `reading` is told of the reader, which whoever
 * aborts the attempt must cancel.
 */
export async function readErrorBody(body: unknown, reading: (reader: BodyReader) => void): Promise<string | undefined> {
  if (body === undefined || body === null) {
    return undefined;
  }
  const decoder = new TextDecoder();
  let [text, left] = ["", LONGEST];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    let tell: [(result: unknown) => void, (reason: unknown) => void];
    const reader = new BodyReader(
      body,
      (result) => tell[0](result),
      (reason) => tell[1](reason),
    );
    reading(reader);
    const next = () =>
      new Promise<unknown>((...functions) => {
        tell = functions as typeof tell;
        timer ??= setTimeout(() => tell[1](undefined), TIMEOUT);
        reader.read();
      });
    while (left > 0) {
      reader.accept(await next());
      for (let piece = reader.nextPiece(); piece; piece = reader.nextPiece()) {
        text += decoder.decode(piece.subarray(0, Math.max(left, 0)), { stream: true });
        left -= piece.length;
      }
      if (reader.isAtEnd) {
        break;
      }
    }
    reader.cancel();
  } catch {
    // What came before is kept.
  }
  clearTimeout(timer);
  return text;
}
