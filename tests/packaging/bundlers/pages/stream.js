import { EventSourceParserStream } from "eventsource-wasm/stream";
import { show, stream } from "./show.js";

fetch(stream).then(async ({ body }) => {
  for await (const event of body.pipeThrough(new EventSourceParserStream())) {
    show(event);
  }
});
