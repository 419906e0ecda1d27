/**
 * The same client with the WebAssembly as a file of its own, which is smaller and compiled while it arrives. The first
 * source loads it.
 *
 * @module eventsource-wasm/external
 */

import { createEventSource } from "../event-source/event-source.ts";
import { externalCore, loadExternal } from "../load/external.ts";
import type { EventSourceConstructor, EventSource as Instance } from "../types/options.ts";

export const EventSource: EventSourceConstructor = /* @__PURE__ */ createEventSource(externalCore);
/** A stream of server-sent events. `Events` has the types of their data by their names. @interface */
export type EventSource<Events = Record<string, string>> = Instance<Events>;

/**
 * Loads the WebAssembly before the first source does, to have it earlier, or from elsewhere. Calling it again is harmless;
 * after a failure it tries again.
 *
 * @param url Where `eventsource-wasm/eventsource_wasm.wasm` is served, if not beside the script.
 */
export const init: (url?: string | URL) => Promise<void> = loadExternal;

export { isTransient } from "../options/transient.ts";
export type * from "../types/options.ts";
export default EventSource;
