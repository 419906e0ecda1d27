// What the core calls for one source: it keeps the state that listeners see, and dispatches.

import { createErrorEvent } from "./error-event.ts";
import { failureFrom } from "./failure.ts";
import type { Prepared, RequestMaker } from "./request.ts";
import { TaskQueue } from "./task-queue.ts";
import type { Attempt } from "./types.ts";

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** In the order of the core's `Why`. */
const WHY: readonly Attempt["why"][] = ["first", "retry", "unauthorized", "return"];

/** Numbers of the core's table for each event: where type, last event ID and data begin and end in the text. */
const ROW = 6;

export class Face {
  readyState = CONNECTING;
  readonly #target: EventTarget;
  readonly #requests: RequestMaker;
  readonly #queue: TaskQueue;
  #origin = "";

  constructor(target: EventTarget, requests: RequestMaker, onDrained: () => void) {
    this.#target = target;
    this.#requests = requests;
    this.#queue = new TaskQueue(onDrained);
  }

  /** After this nothing is dispatched, not even what the server sent before. */
  close(): void {
    this.readyState = CLOSED;
    this.#queue.clear();
  }

  prepare(attempt: number, why: number, signal: AbortSignal): Prepared | Promise<Prepared> {
    return this.#requests.prepare({ attempt, why: WHY[why] ?? "first", signal });
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
    const drained = this.#queue.push((timeIsUp) => {
      while (this.readyState !== CLOSED && events.hasNext()) {
        this.#dispatch(events.next(this.#origin));
        if (events.isCheckpoint() && timeIsUp()) {
          return !events.hasNext();
        }
      }
      return true;
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
      this.readyState = failure.next === "retry" ? CONNECTING : CLOSED;
      this.#dispatch(createErrorEvent(failure, response, cause));
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
    // Not the target's own method: a subclass may have another one, which is not the platform's business.
    EventTarget.prototype.dispatchEvent.call(this.#target, event);
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

  /** Asking the clock for each event would cost more than the event. */
  isCheckpoint(): boolean {
    return this.#row % (ROW * 32) === 0;
  }

  /** The core uses its table again for the next chunk. */
  own(): void {
    this.#table = this.#table.slice();
  }
}

function originOf(url: string): string {
  return new URL(url).origin;
}
