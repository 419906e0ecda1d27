// Gives what arrives to the listeners and the loops of one source, in order, and tells when all is taken.

import type { EventChunk } from "../core/event-chunk.ts";
import type { Options } from "../options/options.ts";
import { TaskQueue } from "../scheduling/task-queue.ts";
import type { ServerSentEvent } from "../types/options.ts";
import { EventCursor } from "./event-cursor.ts";
import { EventIterator } from "./event-iterator.ts";
import { HiddenListeners } from "./hidden-listeners.ts";
import { Listeners } from "./listeners.ts";
import { OBSERVERS, type Observed } from "./observers.ts";
import { createEvent, createFastEvent, FLOOD } from "./stream-event.ts";

/** HTML standard, "garbage collection": sources that somebody listens to, or iterates over, live until they are closed. */
const inUse = new Set<EventTarget>();

export class Delivery {
  readonly listeners: Listeners;
  readonly #target: Observed;
  readonly #onTaken: () => void;
  readonly #queue: TaskQueue;
  readonly #hidden: HiddenListeners;
  readonly #iterators = new Set<EventIterator>();
  #parse: Options["parse"];
  /** Whether the connection waits for what it gave to be taken. */
  #isBehind = false;
  #hasEnded = false;
  #error: Error | undefined;

  /** `onTaken` is called after `dispatchChunk` has returned false. */
  constructor(target: EventTarget, parse: Options["parse"], onTaken: () => void) {
    this.#target = target;
    this.#parse = parse;
    this.#onTaken = onTaken;
    this.listeners = new Listeners(target, () => this.#keepAlive());
    this.#queue = new TaskQueue(() => this.#taken());
    this.#hidden = new HiddenListeners(target, parse, () => this.#keepAlive());
  }

  start(): void {
    this.#hidden.awaitFirstEvent();
  }

  /** Lets go of whoever was to be given something. A loop throws the error when it has taken what came before. */
  end(error?: Error): void {
    this.#hasEnded = true;
    this.#error = error;
    this.#parse = undefined;
    for (const iterator of this.#iterators) {
      iterator.end(error);
    }
    this.#iterators.clear();
    this.listeners.clear();
    this.#hidden.release();
    this.#keepAlive();
  }

  /** Forgets what is still to be dispatched. */
  clear(): void {
    this.#queue.clear();
  }

  /** What comes from now on, of these types; of all types if there are none. */
  iterate(types: readonly string[], onLeft: () => void): EventIterator {
    const iterator = new EventIterator(
      {
        taken: () => this.#taken(),
        left: () => {
          this.#iterators.delete(iterator);
          this.#keepAlive();
          onLeft();
        },
      },
      types,
    );
    if (this.#hasEnded) {
      iterator.end(this.#error);
    } else {
      inUse.add(this.#target);
      // Last: if the stack is full, nobody gets an iterator, and none must be left that nobody takes from.
      this.#iterators.add(iterator);
    }
    return iterator;
  }

  #keepAlive(): void {
    const isObserved = this.listeners.any || this.#iterators.size > 0 || this.#hidden.areFound;
    if (isObserved && !this.#hasEnded) {
      inUse.add(this.#target);
    } else {
      inUse.delete(this.#target);
    }
  }

  /** Runs the step when what came before is dispatched, unless the source is closed then. */
  enqueue(step: () => void): void {
    this.#queue.add(() => {
      if (!this.#hasEnded) {
        step();
      }
    });
  }

  dispatch(event: Event): void {
    // Not the target's own method: a subclass may have another one, which is not the platform's business.
    EventTarget.prototype.dispatchEvent.call(this.#target, event);
  }

  /** HTML standard, "dispatch the event", for each event of a chunk. Returns whether all were taken at once. */
  dispatchChunk(chunk: EventChunk, origin: string): boolean {
    for (const observe of this.#target[OBSERVERS] ?? []) {
      observe(chunk);
    }
    for (const iterator of this.#iterators) {
      iterator.push(new EventCursor(chunk, origin, this.#parse));
    }
    const events = new EventCursor(chunk, origin, this.#parse);
    const isFlood = chunk.length >= FLOOD;
    const create = isFlood ? createFastEvent : createEvent;
    // A loop takes a flood many times faster than listeners can: there, one event of each type shows whether any is hidden.
    const shown = isFlood && this.#iterators.size > 0 ? new Set<string>() : undefined;
    if (this.#queue.isEmpty) {
      this.#dispatchUnheard(events, shown);
    }
    if (events.hasNext()) {
      this.#queue.add(
        () => {
          this.#dispatchUnheard(events, shown);
          this.#dispatchNext(events, create);
        },
        () => this.#hasEnded || !events.hasNext(),
      );
    }
    this.#isBehind = !this.#isTaken();
    return !this.#isBehind;
  }

  /** The events up to one that is known to be heard: a step for each would only take time. */
  #dispatchUnheard(events: EventCursor, shown: Set<string> | undefined): void {
    while (!this.#hasEnded && events.hasNext() && !this.#isHeard(events)) {
      if (shown?.has(events.type)) {
        events.skip();
      } else {
        shown?.add(events.type);
        this.#hidden.dispatch(events.next());
      }
    }
  }

  #dispatchNext(events: EventCursor, create: (attributes: ServerSentEvent<string, unknown>) => MessageEvent): void {
    const event = events.hasNext() ? events.nextParsed() : undefined;
    // `parse` may have closed the source.
    if (event && !this.#hasEnded) {
      this.dispatch(create(event));
    }
  }

  #isHeard({ type }: EventCursor): boolean {
    return this.#hidden.areFound || this.listeners.hear(type);
  }

  #taken(): void {
    if (this.#isBehind && this.#isTaken()) {
      this.#isBehind = false;
      this.#onTaken();
    }
  }

  #isTaken(): boolean {
    if (!this.#queue.isEmpty) {
      return false;
    }
    for (const iterator of this.#iterators) {
      if (!iterator.isEmpty) {
        return false;
      }
    }
    return true;
  }
}
