// The face of a stream that makes events of a body.

export const openStream = (transform) => (url, type, hear) => {
  const controller = new AbortController();
  (async () => {
    const { body } = await fetch(url, { signal: controller.signal });
    for await (const { event = "message", data } of transform(body)) {
      if (event === type) {
        hear.event(data);
      }
    }
  })().catch(hear.fail);
  return () => controller.abort();
};
