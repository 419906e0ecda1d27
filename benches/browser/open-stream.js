// The face of a stream that makes events of a body.

export const openStream = (transform) => (url, type, hear) => {
  const controller = new AbortController();
  (async () => {
    const { body } = await fetch(url, { signal: controller.signal });
    // Of eventsource-parser the name is `event`.
    for await (const { event = "message", type: name = event, data } of transform(body)) {
      if (name === type) {
        hear.event(data);
      }
    }
  })().catch(hear.fail);
  return () => controller.abort();
};
