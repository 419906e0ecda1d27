// Bytes in any of their types.

/** Returns a view; `undefined` if the chunk is neither a view nor a buffer. */
export function bytesOf(chunk: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  // Tested by its name: another frame, or a test's DOM, has different classes.
  return Object.prototype.toString.call(chunk).endsWith("ArrayBuffer]")
    ? new Uint8Array(chunk as ArrayBuffer)
    : undefined;
}
