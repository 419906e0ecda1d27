// `for await`: the events of one source, one after the other, as fast as the loop takes them.

import { outsideZones } from "../platform/zone.ts";
import { enqueue, sliceIsOver } from "../scheduling/scheduler.ts";
import type { ServerSentEvent } from "../types/options.ts";
import type { EventCursor } from "./event-cursor.ts";

type Result = IteratorResult<ServerSentEvent<string, unknown>, undefined>;

/** The iterator notifies its source by these. */
export interface Owner {
  /** All events that came are taken. */
  taken(): void;
  /** The loop was left. */
  left(iterator: EventIterator): void;
}

/** The events of one chunk, and those of the chunks that came while they were being taken. */
interface Link {
  readonly events: EventCursor;
  next: Link | undefined;
}

/** Asking the clock costs a tenth of an event. */
const EVENTS_BETWEEN_LOOKS = 16;

export class EventIterator implements AsyncIterableIterator<ServerSentEvent<string, unknown>, undefined> {
  readonly #owner: Owner;
  readonly #isWanted: ((type: string) => boolean) | undefined;
  /** Calls of `next` that nothing came for yet. */
  readonly #waiting: ((result: Result | Promise<never>) => void)[] = [];
  /** A source waits for its loops before it reads on, but what another tab has read comes whenever it comes. */
  #first: Link | undefined;
  #last: Link | undefined;
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
    // A loop that is never out of events runs in microtasks only, and would freeze the page.
    const mustWait = this.#ahead && ++this.#looks % EVENTS_BETWEEN_LOOKS === 0 && sliceIsOver();
    if (this.#ahead && this.#waiting.length === 0 && !mustWait) {
      const result = this.#take();
      // `parse` may have called this too, while it looked ahead.
      if (this.#waiting.length > 0) {
        this.#serve();
      }
      return Promise.resolve(result);
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      mustWait ? enqueue(this.#serve) : this.#serve();
    });
  }

  return(): Promise<Result> {
    this.end();
    outsideZones(() => this.#owner.left(this));
    this.#notifyTaken();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** Events came. */
  push(events: EventCursor): void {
    const link: Link = { events, next: undefined };
    if (this.#last) {
      this.#last.next = link;
    } else {
      this.#first = link;
    }
    this.#last = link;
    if (!this.#ahead) {
      this.#lookAhead();
      this.#serve();
    }
  }

  /** Nothing comes any more. An error is thrown out of the loop, once what came before is taken. */
  end(error?: Error): void {
    if (!error) {
      this.#first = this.#last = this.#ahead = undefined;
    }
    this.#hasEnded = true;
    this.#error = error;
    this.#serve();
  }

  readonly #serve = (): boolean => {
    while (this.#ahead || this.#hasEnded) {
      const resolve = this.#waiting.shift();
      if (!resolve) {
        break;
      }
      resolve(this.#take());
    }
    return false;
  };

  #take(): Result | Promise<never> {
    const value = this.#ahead;
    if (value) {
      this.#lookAhead();
      if (!this.#ahead) {
        this.#notifyTaken();
      }
      return { value, done: false };
    }
    const error = this.#error;
    this.#error = undefined;
    return error ? Promise.reject(error) : { value, done: true };
  }

  /** Reading goes on in no zone, and on a stack of its own: a loop may run in the app's zone, and deep in its stack. */
  #notifyTaken(): void {
    outsideZones(() => queueMicrotask(() => this.#owner.taken()));
  }

  #lookAhead(): void {
    this.#ahead = undefined;
    while (this.#first && !this.#ahead) {
      const link = this.#first;
      const event = link.events.nextWanted(this.#isWanted);
      // There is nothing left if `parse` has closed the source.
      if (this.#first === link) {
        this.#ahead = event;
        if (!event) {
          this.#first = link.next;
          this.#last = link.next && this.#last;
        }
      }
    }
  }
}
