/**
 * The parser as a transform stream, for those who fetch themselves: bytes or text in, events out.
 *
 * @module eventsource-wasm/stream
 */

import { loadInlineStream } from "../load/inline-stream.ts";
import { createParserStream } from "../parser-stream.ts";
import type { EventSourceParserStreamConstructor, EventSourceParserStream as Instance } from "../stream-types.ts";

export const EventSourceParserStream: EventSourceParserStreamConstructor =
  /* @__PURE__ */ createParserStream(loadInlineStream);
/** Bytes or text in, events out. @interface */
export type EventSourceParserStream = Instance;

export type {
  EventSourceMessage,
  EventSourceParserStreamConstructor,
  EventSourceParserStreamOptions,
} from "../stream-types.ts";
