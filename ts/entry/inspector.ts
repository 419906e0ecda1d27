/**
 * A panel at the corner of the page that shows what event streams do: browsers' tools do not, for streams that `fetch`
 * reads.
 *
 * @module eventsource-wasm/inspector
 */

export { type Inspectable, type InspectOptions, inspect } from "../inspector/inspect.ts";
