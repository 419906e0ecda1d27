import { createEventSource } from "eventsource-client";

export function open(url, type, hear) {
  const source = createEventSource({ url });
  (async () => {
    for await (const { event = "message", data } of source) {
      if (event === type) {
        hear.event(data);
      }
    }
  })().catch(hear.fail);
  return () => source.close();
}
