// Bytes, however they come.

/** A view of them; `undefined` if it is neither a view nor a buffer. */
export function bytesOf(chunk: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  // By its name: another frame, or a test's DOM, has a class of its own.
  return Object.prototype.toString.call(chunk).endsWith("ArrayBuffer]")
    ? new Uint8Array(chunk as ArrayBuffer)
    : undefined;
}
