// Watches a source by an observer, or by listeners if it is of another package.

import { EventCursor } from "../event-source/event-cursor.ts";
import { OBSERVERS, type Observed, type Observer } from "../event-source/observers.ts";
import type { EventSourceErrorDetails, ServerSentEvent } from "../types/options.ts";
import type { Inspectable } from "./inspect.ts";

/** The details of a failed connection: none if the source is of another package. */
export type Failure = Partial<EventSourceErrorDetails>;

export interface Watcher {
  /** The number of events to report of a flood: the last ones. */
  readonly capacity: number;
  opened(): void;
  failed(failure: Failure): void;
  /** Reports the last of `count` events that arrived together. */
  arrived(events: readonly ServerSentEvent<string, unknown>[], count: number): void;
}

/** Watches until the returned function is called. Neither that function nor the watcher keeps the source alive. */
export function watch(source: Inspectable & Observed, types: readonly string[], watcher: Watcher): () => void {
  let isObserver = false;
  const observer: Observer = (chunk) => {
    isObserver = true;
    const cursor = new EventCursor(chunk, "", undefined);
    const events = [];
    for (let index = 0; index < chunk.length; index++) {
      const event = cursor.next();
      if (index >= chunk.length - watcher.capacity) {
        events.push(event);
      }
    }
    watcher.arrived(events, chunk.length);
  };
  const listener = (event: Event) => {
    if (!(event instanceof MessageEvent)) {
      event.type === "open" ? watcher.opened() : watcher.failed(event as Failure & Event);
    } else if (!isObserver) {
      watcher.arrived([event], 1);
    }
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const heard = ["open", "error", "message", ...types];
  for (const type of heard) {
    // The source's own method would keep it alive as long as there are listeners.
    addEventListener.call(source, type, listener);
  }
  source[OBSERVERS] ??= new Set();
  source[OBSERVERS].add(observer);
  const reference = new WeakRef(source);
  return () => {
    const source = reference.deref();
    for (const type of source ? heard : []) {
      removeEventListener.call(source, type, listener);
    }
    source?.[OBSERVERS]?.delete(observer);
  };
}
