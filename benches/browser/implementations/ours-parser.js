import { createParser } from "../../../dist/stream.js";
import { openBody } from "../open-body.js";

export function open(url, type, hear) {
  const parser = createParser({
    onEvent: ({ event = "message", data }) => {
      if (event === type) {
        hear.event(data);
      }
    },
  });
  return openBody(url, hear, (chunk) => parser.feed(chunk));
}
