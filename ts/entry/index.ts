/**
 * The EventSource client, which contains its WebAssembly and needs no set-up.
 *
 * @module eventsource-wasm
 */

import { createEventSource } from "../event-source/event-source.ts";
import { inlineCore } from "../load/inline.ts";
import { importChunk } from "../load/javascript-chunk.ts";
import type { EventSourceConstructor, EventSource as Instance } from "../types/options.ts";

export const EventSource: EventSourceConstructor = /* @__PURE__ */ createEventSource(
  /* @__PURE__ */ inlineCore(importChunk),
);
/** A stream of server-sent events. `Events` has the types of their data by their names. @interface */
export type EventSource<Events = Record<string, string>> = Instance<Events>;

export { isTransient } from "../options/transient.ts";
export type {
  Attempt,
  EventSourceConstructor,
  EventSourceError,
  EventSourceErrorDetails,
  EventSourceErrorEvent,
  EventSourceEventMap,
  EventSourceInit,
  EventSourceOpenEvent,
  EventSourceStatics,
  HeadersOption,
  ParsingEventSourceConstructor,
  ResponseLike,
  RetryOptions,
  ServerSentEvent,
} from "../types/options.ts";
export default EventSource;
