// How a source is watched: by an observer of what arrives, or by listeners where a source has no observers.

import type { EventChunk } from "../core/event-chunk.ts";
import { EventCursor } from "../event-source/event-cursor.ts";
import { OBSERVERS, type Observable, type Observer } from "../event-source/observers.ts";
import type { EventSourceErrorDetails, ServerSentEvent } from "../types/options.ts";
import type { Inspectable } from "./inspect.ts";

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
export function watch(source: Inspectable & Observable, types: readonly string[], watcher: Watcher): () => void {
  let isObserver = false;
  const observer: Observer = (_, kind, what) => {
    if (kind === "events") {
      isObserver = true;
      arrived(what as EventChunk);
    }
  };
  const arrived = (chunk: EventChunk) => {
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
    // Not the source's own method, which would make it live as long as an app listens.
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
