import { createEventSource } from "eventsource-client";

export function open(url, type, hear) {
  const source = createEventSource({
    url,
    onMessage: ({ event = "message", data }) => {
      if (event === type) {
        hear.event(data);
      }
    },
  });
  return () => source.close();
}
