// How a source is seen: as a witness of what arrives, or as a listener where nobody asks witnesses.

import { Batch } from "../batch.ts";
import type { Inspectable } from "../inspect.ts";
import { ROW } from "../row.ts";
import type { EventSourceErrorDetails, ServerSentEvent } from "../types.ts";
import { WITNESSES, type Witness, type Witnessed } from "../witness.ts";

/** What a failed connection tells: nothing, if the source is not of this package. */
export type Failure = Partial<EventSourceErrorDetails>;

export interface Watcher {
  /** Of a flood of events only so many, the last ones, are of interest. */
  readonly capacity: number;
  opened(): void;
  failed(failure: Failure): void;
  /** The last events of so many that came at once. */
  arrived(events: readonly ServerSentEvent<string, unknown>[], count: number): void;
}

/** Until the function that it returns is called. Neither that nor the watcher keeps the source alive. */
export function watch(source: Inspectable & Witnessed, types: readonly string[], watcher: Watcher): () => void {
  let isWitness = false;
  const witness: Witness = (text, table) => {
    isWitness = true;
    const batch = new Batch(text, table.subarray(Math.max(table.length - watcher.capacity * ROW, 0)), "", undefined);
    const events = [];
    for (let event = batch.next(); event; event = batch.next()) {
      events.push(event);
    }
    watcher.arrived(events, table.length / ROW);
  };
  const listener = (event: Event) => {
    if (!(event instanceof MessageEvent)) {
      event.type === "open" ? watcher.opened() : watcher.failed(event as Failure & Event);
    } else if (!isWitness) {
      watcher.arrived([event], 1);
    }
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const heard = ["open", "error", "message", ...types];
  for (const type of heard) {
    // Not the source's own method, which would make it live as long as an app listens.
    addEventListener.call(source, type, listener);
  }
  source[WITNESSES] ??= new Set();
  source[WITNESSES].add(witness);
  const reference = new WeakRef(source);
  return () => {
    const source = reference.deref();
    for (const type of source ? heard : []) {
      removeEventListener.call(source, type, listener);
    }
    source?.[WITNESSES]?.delete(witness);
  };
}
