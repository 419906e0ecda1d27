// Who is told what arrives at a source without being a listener: nobody waits for a witness, and it keeps nothing alive.

/** Registered, because the inspector comes in a bundle of its own. */
export const WITNESSES: unique symbol = /* @__PURE__ */ Symbol.for("eventsource-wasm");

/** Gets the events of a chunk as the core gives them, and must be through with the table when it returns. */
export type Witness = (text: string, table: Uint32Array) => void;

export interface Witnessed extends EventTarget {
  [WITNESSES]?: Set<Witness>;
}
