/**
 * The same client, with its core as plain JavaScript: for a Content-Security-Policy without `'wasm-unsafe-eval'`.
 *
 * @module eventsource-wasm/no-wasm
 */

import { createEventSource } from "../event-source/event-source.ts";
import { javaScriptCore } from "../load/no-wasm.ts";
import type { EventSourceConstructor, EventSource as Instance } from "../types/options.ts";

export const EventSource: EventSourceConstructor = /* @__PURE__ */ createEventSource(javaScriptCore);
/** A stream of server-sent events. `Events` has the types of their data by their names. @interface */
export type EventSource<Events = Record<string, string>> = Instance<Events>;

export { isTransient } from "../options/transient.ts";
export type * from "../types/options.ts";
export default EventSource;
