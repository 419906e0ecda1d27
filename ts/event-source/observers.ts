// Functions that are told what a source does without being listeners: nobody waits for them, and they keep nothing alive.

import type { EventChunk } from "../core/event-chunk.ts";
import type { Failure } from "../core/wire.ts";
import type { OpenedResponse } from "../driver/source-delegate.ts";
import type { Attempt } from "../types/options.ts";

/** Registered, because those who observe come in bundles of their own. */
export const OBSERVERS: unique symbol = /* @__PURE__ */ Symbol.for("eventsource-wasm observers 3");

/** The notifications: each kind with its data. `received` is the size of what was read, in bytes. */
export interface Observed {
  attempt: Attempt;
  open: OpenedResponse;
  received: number;
  events: EventChunk;
  error: Failure;
  close: undefined;
}

/** None of them throws. */
export type Observer = <Kind extends keyof Observed>(source: EventTarget, kind: Kind, what: Observed[Kind]) => void;

/** Where observers are: at a source, for that, or at the global scope, for all. */
export interface Observable {
  [OBSERVERS]?: Set<Observer>;
}

export function notifyObservers<Kind extends keyof Observed>(
  source: EventTarget,
  kind: Kind,
  what: Observed[Kind],
): void {
  notify(globalThis as Observable, source, kind, what);
  notify(source as Observable, source, kind, what);
}

function notify<Kind extends keyof Observed>(
  place: Observable,
  source: EventTarget,
  kind: Kind,
  what: Observed[Kind],
): void {
  const observers = place[OBSERVERS];
  if (observers) {
    for (const observe of observers) {
      observe(source, kind, what);
    }
  }
}
