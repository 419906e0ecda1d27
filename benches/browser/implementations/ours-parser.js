import { createParser } from "../../../dist/stream.js";
import { openBody } from "../open-body.js";

export function open(url, type, hear) {
  const parser = createParser({
    onEvent: (event) => {
      if (event.type === type) {
        hear.event(event.data);
      }
    },
  });
  return openBody(url, hear, (chunk) => parser.feed(chunk));
}
