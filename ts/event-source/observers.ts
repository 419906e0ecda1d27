// Functions that are told what arrives at a source without being listeners: nobody waits for them, and they keep nothing
// alive.

import type { EventChunk } from "../core/event-chunk.ts";

/** Registered, because the inspector comes in a bundle of its own. */
export const OBSERVERS: unique symbol = /* @__PURE__ */ Symbol.for("eventsource-wasm observers 2");

/** Gets the events of each chunk. */
export type Observer = (chunk: EventChunk) => void;

export interface Observed extends EventTarget {
  [OBSERVERS]?: Set<Observer>;
}
