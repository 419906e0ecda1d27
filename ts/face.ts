// What the core calls for one source: it keeps the state that listeners see, and dispatches.

import { Batch } from "./batch.ts";
import { watchPolicy } from "./blocked.ts";
import { Source } from "./core.ts";
import { createError, createErrorEvent, detailsOf } from "./error-event.ts";
import { EventIterator } from "./event-iterator.ts";
import { type Connect, type Connection, join, type Port } from "./extension.ts";
import { type Failure, failureFrom } from "./failure.ts";
import { Listeners } from "./listeners.ts";
import { type Answer, notAtOnce } from "./messages.ts";
import type { CoreOptions, Options } from "./options.ts";
import { report } from "./report.ts";
import type { Prepared, RequestMaker } from "./request.ts";
import { ROW } from "./row.ts";
import { makerFor } from "./stream-event.ts";
import { TaskQueue } from "./task-queue.ts";
import type { Attempt, EventSourceErrorDetails, EventSourceErrorEvent } from "./types.ts";
import { refreshOnce } from "./unauthorized.ts";
import { WITNESSES, type Witnessed } from "./witness.ts";

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** In the order of the core's `Why`. */
const WHY: readonly Attempt["why"][] = ["first", "retry", "unauthorized", "return"];

export class Face implements Port {
  readyState = CONNECTING;
  readonly listeners = new Listeners(() => this.#hold());
  readonly #iterators = new Set<EventIterator>();
  readonly #target: WeakRef<EventTarget>;
  /** The target again, while somebody listens or iterates: HTML standard, "garbage collection". */
  #observed: EventTarget | undefined;
  readonly #requests: RequestMaker;
  readonly #source: Connection;
  readonly #queue: TaskQueue;
  readonly #options: Options;
  readonly #abort = () => this.close();
  #origin = "";
  /** Whether the core waits for what it gave to be taken. */
  #isBehind = false;
  #failure: Error | undefined;

  constructor(target: EventTarget, requests: RequestMaker, core: CoreOptions, options: Options) {
    this.#target = new WeakRef(target);
    this.#requests = requests;
    this.#options = options;
    const connect: Connect = (port, lastEventId) => new Source(port, core.numbers, lastEventId);
    const { shared = false } = options;
    const source =
      shared === false ? connect(this, core.initialLastEventId) : join(this, requests.url, options, connect);
    this.#source = source;
    this.#queue = new TaskQueue(() => this.#taken());
  }

  start(): void {
    const { signal } = this.#options;
    if (signal?.aborted) {
      this.close();
      return;
    }
    signal?.addEventListener("abort", this.#abort);
    watchPolicy();
    this.#source.start();
  }

  /** What comes from now on, of these types; of all types if there are none. */
  iterate(types: readonly string[], closesWhenLeft: boolean): EventIterator {
    const iterator = new EventIterator(
      {
        taken: () => this.#taken(),
        left: () => {
          this.#iterators.delete(iterator);
          if (closesWhenLeft) {
            this.close();
          } else {
            this.#hold();
            this.#taken();
          }
        },
      },
      types,
    );
    if (this.readyState === CLOSED) {
      iterator.end(this.#failure);
    } else {
      this.#iterators.add(iterator);
      this.#hold();
    }
    return iterator;
  }

  /** A source whose events somebody sees lives until it is closed, whether or not anybody refers to it. */
  #hold(): void {
    if (this.readyState === CLOSED) {
      // What listeners refer to, the source perhaps, must not live as long as this does.
      this.listeners.clear();
    }
    this.#observed = this.listeners.any || this.#iterators.size > 0 ? this.#target.deref() : undefined;
  }

  /** After this nothing is dispatched, not even what the server sent before. */
  close(): void {
    this.#ended();
    this.#queue.clear();
    this.#source.close();
  }

  #ended(failure?: Error): void {
    this.readyState = CLOSED;
    this.#failure = failure;
    for (const iterator of this.#iterators) {
      iterator.end(failure);
    }
    this.#iterators.clear();
    this.#hold();
    this.#options.signal?.removeEventListener("abort", this.#abort);
  }

  prepare(attempt: number, why: number, signal: AbortSignal): Prepared | Promise<Prepared> {
    return this.#requests.prepare({ attempt, why: WHY[why] ?? "first", signal });
  }

  /** The promise gives whether to try again. */
  refreshCredentials(numbers: Float64Array, response: Response | undefined): Promise<boolean> {
    const { onUnauthorized } = this.#options;
    return onUnauthorized
      ? refreshOnce(onUnauthorized, this.#undecided(numbers, response, undefined))
      : Promise.resolve(false);
  }

  /** `undefined` leaves it to the standard. */
  shouldRetry(numbers: Float64Array, response: Response | undefined, cause: unknown): boolean | undefined {
    try {
      const retry: unknown = this.#options.retry?.shouldRetry?.(this.#undecided(numbers, response, cause));
      if (typeof retry === "object" && retry !== null) {
        throw new TypeError(notAtOnce());
      }
      return retry === undefined || retry === null ? undefined : Boolean(retry);
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  /** The error as it is shown to those who decide what comes next. */
  #undecided(numbers: Float64Array, response: Answer | undefined, cause: unknown): EventSourceErrorEvent {
    return createErrorEvent(this.#details({ ...failureFrom(numbers), next: "undecided" }, response, cause));
  }

  #details(failure: Failure, response: Answer | undefined, cause: unknown): EventSourceErrorDetails {
    return detailsOf(failure, { response, cause, url: this.#requests.url, hasBeenOpen: this.#origin !== "" });
  }

  /** HTML standard, "announce the connection". */
  announce({ url }: Pick<Response, "url">): void {
    this.#origin = originOf(url || this.#requests.url);
    this.#enqueue(() => {
      this.readyState = OPEN;
      this.#dispatch(new Event("open"));
    });
  }

  /** HTML standard, "dispatch the event", for each event of a chunk. Whether all were taken at once. */
  dispatch(text: string, table: Uint32Array): boolean {
    this.#listening()?.[WITNESSES]?.forEach((witness) => {
      witness(text, table);
    });
    const { parse } = this.#options;
    const isIterated = this.#iterators.size > 0;
    if (isIterated) {
      const owned = table.slice();
      for (const iterator of this.#iterators) {
        iterator.push(new Batch(text, owned, this.#origin, parse));
      }
    }
    // Where the standard rules every event is made, even if nobody is known to listen: there are ways around `Listeners`.
    if (!isIterated || this.listeners.any) {
      const isHeard = isIterated || parse ? (type: string) => this.listeners.hear(type) : undefined;
      const events = new Batch(text, table, this.#origin, parse);
      const make = makerFor(table.length / ROW);
      this.#queue.add(
        () => {
          const event = events.next(isHeard);
          // `parse` may have closed the source.
          if (event && this.readyState !== CLOSED) {
            this.#dispatch(make(event));
          }
        },
        () => this.readyState === CLOSED || !events.hasNext(),
      );
      if (!this.#queue.isEmpty) {
        events.own();
      }
    }
    this.#isBehind = !this.#isTaken();
    return !this.#isBehind;
  }

  #taken(): void {
    if (this.#isBehind && this.#isTaken()) {
      this.#isBehind = false;
      this.#source.drained();
    }
  }

  #isTaken(): boolean {
    return this.#queue.isEmpty && [...this.#iterators].every((iterator) => iterator.isEmpty);
  }

  pause(): void {
    this.#enqueue(() => {
      this.readyState = CONNECTING;
    });
  }

  /** HTML standard, "reestablish the connection" and "fail the connection". */
  fail(numbers: Float64Array, response: Answer | undefined, cause: unknown): void {
    const failure = failureFrom(numbers);
    this.#enqueue(() => {
      const target = this.#listening();
      const details = this.#details(failure, response, cause);
      if (failure.next === "retry") {
        this.readyState = CONNECTING;
      } else {
        this.#ended(isEndInGoodOrder(failure) ? undefined : createError(details));
      }
      dispatch(target, createErrorEvent(details));
    });
  }

  #enqueue(task: () => void): void {
    this.#queue.add(() => {
      if (this.readyState !== CLOSED) {
        task();
      }
    });
  }

  #dispatch(event: Event): void {
    dispatch(this.#listening(), event);
  }

  #listening(): Witnessed | undefined {
    return this.#observed ?? this.#target.deref();
  }
}

function dispatch(target: EventTarget | undefined, event: Event): void {
  if (target) {
    // Not the target's own method: a subclass may have another one, which is not the platform's business.
    EventTarget.prototype.dispatchEvent.call(target, event);
  }
}

/** The server has said all that it has to say. A source that gave up is no such case. */
function isEndInGoodOrder({ reason, next }: Failure): boolean {
  return reason === "no-content" || (reason === "end" && next !== "gave-up");
}

function originOf(url: string): string {
  return new URL(url).origin;
}
