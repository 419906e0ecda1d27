// What the core calls for one source: it keeps the state that listeners see, and dispatches.

import { watchPolicy } from "./blocked.ts";
import { Source } from "./core.ts";
import { createErrorEvent } from "./error-event.ts";
import { type Failure, failureFrom } from "./failure.ts";
import { notAtOnce } from "./messages.ts";
import type { CoreOptions, Options } from "./options.ts";
import type { Prepared, RequestMaker } from "./request.ts";
import { TaskQueue } from "./task-queue.ts";
import type { Attempt, EventSourceErrorEvent } from "./types.ts";
import { refreshOnce } from "./unauthorized.ts";

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** In the order of the core's `Why`. */
const WHY: readonly Attempt["why"][] = ["first", "retry", "unauthorized", "return"];

/** Numbers of the core's table for each event: where type, last event ID and data begin and end in the text. */
const ROW = 6;

export class Face {
  readyState = CONNECTING;
  readonly #target: WeakRef<EventTarget>;
  /** The target again, while somebody listens: HTML standard, "garbage collection". */
  #observed: EventTarget | undefined;
  readonly #requests: RequestMaker;
  readonly #source: Source;
  readonly #queue: TaskQueue;
  readonly #options: Options;
  readonly #abort = () => this.close();
  #origin = "";

  constructor(target: EventTarget, requests: RequestMaker, core: CoreOptions, options: Options) {
    this.#target = new WeakRef(target);
    this.#requests = requests;
    this.#options = options;
    const source = new Source(this, core.numbers, core.initialLastEventId);
    this.#source = source;
    this.#queue = new TaskQueue(() => source.drained());
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

  /** A source whose events somebody sees lives until it is closed, whether or not anybody refers to it. */
  observe(observed: boolean): void {
    this.#observed = observed && this.readyState !== CLOSED ? this.#target.deref() : undefined;
  }

  /** After this nothing is dispatched, not even what the server sent before. */
  close(): void {
    this.#ended();
    this.#queue.clear();
    this.#source.close();
  }

  #ended(): void {
    this.readyState = CLOSED;
    this.#observed = undefined;
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
      reportError(error);
      return undefined;
    }
  }

  /** The error as it is shown to those who decide what comes next. */
  #undecided(numbers: Float64Array, response: Response | undefined, cause: unknown): EventSourceErrorEvent {
    return this.#errorEvent({ ...failureFrom(numbers), next: "undecided" }, response, cause);
  }

  #errorEvent(failure: Failure, response: Response | undefined, cause: unknown): EventSourceErrorEvent {
    return createErrorEvent(failure, { response, cause, url: this.#requests.url, hasBeenOpen: this.#origin !== "" });
  }

  /** HTML standard, "announce the connection". */
  announce(response: Response): void {
    this.#enqueue(() => {
      this.#origin = originOf(response.url || this.#requests.url);
      this.readyState = OPEN;
      this.#dispatch(new Event("open"));
    });
  }

  /** HTML standard, "dispatch the event", for each event of a chunk. Whether all were dispatched at once. */
  dispatch(text: string, table: Uint32Array): boolean {
    const events = new Batch(text, table);
    const drained = this.#queue.push(() => {
      if (events.hasNext()) {
        this.#dispatch(events.next(this.#origin));
      }
      return this.readyState === CLOSED || !events.hasNext();
    });
    if (!drained) {
      events.own();
    }
    return drained;
  }

  pause(): void {
    this.#enqueue(() => {
      this.readyState = CONNECTING;
    });
  }

  /** HTML standard, "reestablish the connection" and "fail the connection". */
  fail(numbers: Float64Array, response: Response | undefined, cause: unknown): void {
    const failure = failureFrom(numbers);
    this.#enqueue(() => {
      const target = this.#listening();
      if (failure.next === "retry") {
        this.readyState = CONNECTING;
      } else {
        this.#ended();
      }
      dispatch(target, this.#errorEvent(failure, response, cause));
    });
  }

  #enqueue(task: () => void): void {
    this.#queue.push(() => {
      if (this.readyState !== CLOSED) {
        task();
      }
      return true;
    });
  }

  #dispatch(event: Event): void {
    dispatch(this.#listening(), event);
  }

  #listening(): EventTarget | undefined {
    return this.#observed ?? this.#target.deref();
  }
}

function dispatch(target: EventTarget | undefined, event: Event): void {
  if (target) {
    // Not the target's own method: a subclass may have another one, which is not the platform's business.
    EventTarget.prototype.dispatchEvent.call(target, event);
  }
}

/** The events of one chunk. */
class Batch {
  readonly #text: string;
  #table: Uint32Array;
  #row = 0;
  #idStart = -1;
  #lastEventId = "";

  constructor(text: string, table: Uint32Array) {
    this.#text = text;
    this.#table = table;
  }

  hasNext(): boolean {
    return this.#row < this.#table.length;
  }

  next(origin: string): MessageEvent<string> {
    const [typeStart = 0, typeEnd = 0, idStart = 0, idEnd = 0, dataStart = 0, dataEnd = 0] = this.#table.subarray(
      this.#row,
      this.#row + ROW,
    );
    this.#row += ROW;
    if (idStart !== this.#idStart) {
      this.#idStart = idStart;
      this.#lastEventId = this.#text.slice(idStart, idEnd);
    }
    return new MessageEvent(typeEnd > typeStart ? this.#text.slice(typeStart, typeEnd) : "message", {
      data: this.#text.slice(dataStart, dataEnd),
      origin,
      lastEventId: this.#lastEventId,
    });
  }

  /** The core uses its table again for the next chunk. */
  own(): void {
    this.#table = this.#table.slice();
  }
}

function originOf(url: string): string {
  return new URL(url).origin;
}
