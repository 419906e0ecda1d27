/**
 * The same client with the WebAssembly as a file of its own, which is smaller and compiled while it arrives: after
 * `await init()` the class works.
 *
 * @module eventsource-wasm/external
 */

import { createEventSource } from "../event-source.ts";
import { assertLoaded, loadExternal } from "../load/external.ts";
import type { EventSourceConstructor, EventSource as Instance } from "../types.ts";

export const EventSource: EventSourceConstructor = /* @__PURE__ */ createEventSource(assertLoaded);
/** A stream of server-sent events. `Events` has the types of their data by their names. @interface */
export type EventSource<Events = Record<string, string>> = Instance<Events>;

/**
 * Loads the WebAssembly. To call it again is harmless; after a failure it tries again.
 *
 * @param url Where `eventsource-wasm/eventsource_wasm.wasm` is served, if not beside the script.
 */
export const init: (url?: string | URL) => Promise<void> = loadExternal;

export { isTransient } from "../transient.ts";
export type * from "../types.ts";
export default EventSource;
