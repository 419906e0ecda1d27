/**
 * The same client with the WebAssembly as a separate file, which is smaller and compiled while it is downloaded. The first
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
 * Loads the WebAssembly before the first source does, so that it is ready earlier, or from another address. Repeated calls
 * have no effect; after a failure a call tries again.
 *
 * @param url The address of `eventsource-wasm/eventsource_wasm.wasm`. Default: beside the script.
 */
export const init: (url?: string | URL) => Promise<void> = loadExternal;

export { isTransient } from "../options/transient.ts";
export type * from "../types/options.ts";
export default EventSource;
