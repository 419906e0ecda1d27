// `for await`: the events of one source, one after the other, as fast as the loop takes them.

import type { Batch } from "./batch.ts";
import { isLate, later } from "./pump.ts";
import type { ServerSentEvent } from "./types.ts";

type Result = IteratorResult<ServerSentEvent<string, unknown>, undefined>;

/** What the iterator tells its source. */
export interface Owner {
  /** All events that came are taken. */
  taken(): void;
  /** The loop was left. */
  left(iterator: EventIterator): void;
}

/** Asking the clock costs a tenth of an event. */
const EVENTS_BETWEEN_LOOKS = 16;

export class EventIterator implements AsyncIterableIterator<ServerSentEvent<string, unknown>, undefined> {
  readonly #owner: Owner;
  readonly #isWanted: ((type: string) => boolean) | undefined;
  /** Calls of `next` that nothing came for yet. */
  readonly #waiting: { resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  #batch: Batch | undefined;
  /** Looked up before it is asked for: a loop that wants no more of a chunk must not keep the source from reading on. */
  #ahead: ServerSentEvent<string, unknown> | undefined;
  #looks = 0;
  #hasEnded = false;
  #error: Error | undefined;

  /** No types are all types. */
  constructor(owner: Owner, types: readonly string[]) {
    this.#owner = owner;
    this.#isWanted = types.length > 0 ? (type) => types.includes(type) : undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whether it has nothing left of what came. */
  get isEmpty(): boolean {
    return !this.#ahead;
  }

  next(): Promise<Result> {
    const event = this.#ahead;
    if (event && this.#waiting.length === 0 && (++this.#looks % EVENTS_BETWEEN_LOOKS > 0 || !isLate())) {
      return Promise.resolve(this.#take(event));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // A loop that is never out of events runs in microtasks only, and would freeze the page.
      if (event) {
        later(this.#serve);
      } else {
        this.#serve();
      }
    });
  }

  return(): Promise<Result> {
    this.end();
    this.#owner.left(this);
    return Promise.resolve({ value: undefined, done: true });
  }

  /** Events came; what came before is taken. */
  push(batch: Batch): void {
    this.#batch = batch;
    this.#lookAhead();
    this.#serve();
  }

  /** Nothing comes any more. An error is thrown out of the loop, once what came before is taken. */
  end(error?: Error): void {
    if (!error) {
      this.#batch = this.#ahead = undefined;
    }
    this.#hasEnded = true;
    this.#error = error;
    this.#serve();
  }

  readonly #serve = (): boolean => {
    while (this.#waiting.length > 0 && (this.#ahead || this.#hasEnded)) {
      const { resolve, reject } = this.#waiting.shift() ?? {};
      if (this.#ahead) {
        resolve?.(this.#take(this.#ahead));
      } else if (this.#error) {
        reject?.(this.#error);
        this.#error = undefined;
      } else {
        resolve?.({ value: undefined, done: true });
      }
    }
    return false;
  };

  #take(value: ServerSentEvent<string, unknown>): Result {
    this.#lookAhead();
    if (!this.#ahead) {
      this.#owner.taken();
    }
    return { value, done: false };
  }

  #lookAhead(): void {
    const event = this.#batch?.next(this.#isWanted);
    // There is no batch any more if `parse` has closed the source.
    this.#ahead = this.#batch && event;
  }
}
