/**
 * Tells monitoring what event streams do: attempts, connections, bytes, events by type, failures. For tools that see a stream
 * of `fetch` as a request that never ends.
 *
 * @module eventsource-wasm/observer
 */

export { type Observation, observe } from "../observer/observe.ts";
