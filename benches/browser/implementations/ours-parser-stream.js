import { EventSourceParserStream } from "../../../dist/stream.js";
import { openStream } from "../open-stream.js";

export const open = openStream((body) => body.pipeThrough(new EventSourceParserStream()));
