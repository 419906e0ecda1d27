// Measures the sources of an app for its monitoring.

import { publicReason } from "../event-source/error-event.ts";
import { EventCursor } from "../event-source/event-cursor.ts";
import { OBSERVERS, type Observable, type Observed, type Observer } from "../event-source/observers.ts";
import { report } from "../platform/report.ts";
import type { Attempt, EventSource, EventSourceErrorEvent } from "../types/options.ts";

/** The members that every observation has. */
interface Common {
  readonly source: EventSource;
  /** When, as `performance.now()` gives it. */
  readonly time: number;
}

/** An observation of a source. */
export type Observation = Common &
  (
    | {
        /** An attempt begins, with the question for its headers. */
        readonly type: "attempt";
        /** The first is 1. */
        readonly attempt: number;
        readonly trigger: Attempt["trigger"];
      }
    | {
        /** A stream is open. */
        readonly type: "open";
        readonly attempt: number;
        /** The response's status; `undefined` if another tab has the connection. */
        readonly status: number | undefined;
        /** From the beginning of the attempt, in ms; `undefined` if another tab has the connection. */
        readonly latency: number | undefined;
      }
    | {
        /** A piece of the body came. */
        readonly type: "data";
        /** As `fetch` gives them: after the decompression. Comments count, too. */
        readonly bytes: number;
      }
    | {
        /** Events came, and are about to be dispatched. */
        readonly type: "events";
        /** How many there are of each type. */
        readonly counts: ReadonlyMap<string, number>;
      }
    | {
        /** An attempt failed or ended, also one that `gracePeriod` keeps from listeners. */
        readonly type: "error";
        readonly attempt: number;
        readonly reason: EventSourceErrorEvent["reason"];
        readonly status: number;
        readonly willRetry: boolean;
        /** Until the next attempt, in ms. */
        readonly delay: number;
      }
    | {
        /** The app has closed the source. */
        readonly type: "close";
      }
  );

/**
 * Calls `hear` for all that the sources of this page or worker do from now on, whichever entry they come from, or for what one
 * source does, until the function that it returns is called.
 *
 * The sources notice nothing: they do not wait, and they live no longer. An exception of `hear` is reported as an uncaught error.
 */
export function observe(hear: (observation: Observation) => void, source?: EventTarget): () => void {
  const starts = new WeakMap<EventTarget, Start>();
  const observer: Observer = (from, kind, what) => {
    const time = performance.now();
    const start = starts.get(from) ?? { attempt: 0, time: undefined, failed: -1, isClosed: false };
    starts.set(from, start);
    const observation = describe(kind, what, start, time);
    try {
      observation && hear({ source: from, time, ...observation } as Observation);
    } catch (error) {
      report(error);
    }
  };
  const place = (source ?? globalThis) as Observable;
  place[OBSERVERS] ??= new Set();
  place[OBSERVERS].add(observer);
  const reference = new WeakRef(place);
  return () => {
    reference.deref()?.[OBSERVERS]?.delete(observer);
  };
}

/** Of the last attempt. */
interface Start {
  attempt: number;
  time: number | undefined;
  /** The last attempt that failed: one that was kept back is told once more. */
  failed: number;
  isClosed: boolean;
}

type Told<Kind extends keyof Observed> = { readonly kind: Kind; readonly what: Observed[Kind] };

function describe(kind: keyof Observed, what: unknown, start: Start, time: number): object | undefined {
  const told = { kind, what } as { [Kind in keyof Observed]: Told<Kind> }[keyof Observed];
  switch (told.kind) {
    case "attempt": {
      const { attempt, trigger } = told.what;
      Object.assign(start, { attempt, time });
      return { type: "attempt", attempt, trigger };
    }
    case "open": {
      const latency = start.time === undefined ? undefined : time - start.time;
      return { type: "open", attempt: start.attempt, status: told.what.status, latency };
    }
    case "received":
      return { type: "data", bytes: told.what };
    case "events": {
      const counts = new Map<string, number>();
      for (const cursor = new EventCursor(told.what, "", undefined); cursor.hasNext(); ) {
        const { type } = cursor.next();
        counts.set(type, (counts.get(type) ?? 0) + 1);
      }
      return counts.size > 0 ? { type: "events", counts } : undefined;
    }
    case "error": {
      const { attempt, reason, status, next, delay } = told.what;
      const isTold = start.failed === attempt && next === "retry";
      start.failed = attempt;
      return isTold
        ? undefined
        : { type: "error", attempt, reason: publicReason(reason), status, willRetry: next === "retry", delay };
    }
    case "close": {
      const { isClosed } = start;
      start.isClosed = true;
      return isClosed ? undefined : { type: "close" };
    }
  }
}
