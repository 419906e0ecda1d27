/**
 * A panel at the corner of the page that shows the events of its sources. The browser's tools do not show them for streams
 * that `fetch` reads.
 *
 * @module eventsource-wasm/inspector
 */

export { type Inspectable, type InspectOptions, inspect } from "../inspector/inspect.ts";
