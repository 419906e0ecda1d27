// Chunks of a stream as bytes, whether they are bytes or text.

import { notAChunk } from "./messages.ts";

export class Utf8Bytes {
  readonly #encoder = new TextEncoder();
  /** The first half of a character that one chunk of text begins and the next one ends. */
  #half = "";

  of(chunk: BufferSource | string): Uint8Array {
    if (typeof chunk === "string") {
      const text = this.#half + chunk;
      this.#half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? "";
      return this.#encoder.encode(text.slice(0, text.length - this.#half.length));
    }
    if (ArrayBuffer.isView(chunk)) {
      return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    }
    if (Object.prototype.toString.call(chunk).endsWith("ArrayBuffer]")) {
      return new Uint8Array(chunk);
    }
    throw new TypeError(notAChunk(chunk));
  }
}
