import { EventSourceParserStream } from "eventsource-parser/stream";
import { openStream } from "../open-stream.js";

export const open = openStream((body) =>
  body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()),
);
