// The face of what is given a body's chunks.

/** `end` is for those who do not see the last event: it is given the number of bytes. */
export function openBody(url, hear, onChunk, end = () => {}) {
  const controller = new AbortController();
  (async () => {
    const { body } = await fetch(url, { signal: controller.signal });
    const reader = body.getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return end(bytes);
      }
      bytes += value.length;
      onChunk(value);
    }
  })().catch(hear.fail);
  return () => controller.abort();
}
