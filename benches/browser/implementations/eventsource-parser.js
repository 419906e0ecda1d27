import { createParser } from "eventsource-parser";
import { openBody } from "../open-body.js";

export function open(url, type, hear) {
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ event = "message", data }) => {
      if (event === type) {
        hear.event(data);
      }
    },
  });
  return openBody(url, hear, (chunk) => parser.feed(decoder.decode(chunk, { stream: true })));
}
