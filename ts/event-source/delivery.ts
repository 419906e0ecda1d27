// Gives what arrives to the listeners and the loops of one source, in order, and tells when all is taken.

import type { EventChunk } from "../core/event-chunk.ts";
import type { Options } from "../options/options.ts";
import { report } from "../platform/report.ts";
import { TaskQueue } from "../scheduling/task-queue.ts";
import type { ServerSentEvent } from "../types/options.ts";
import { EventCursor } from "./event-cursor.ts";
import { EventIterator } from "./event-iterator.ts";
import { HiddenListeners } from "./hidden-listeners.ts";
import { Listeners } from "./listeners.ts";
import { notifyObservers } from "./observers.ts";
import { createEvent, createFastEvent, FLOOD } from "./stream-event.ts";

/** HTML standard, "garbage collection": sources that somebody listens to, or iterates over, live until they are closed. */
const inUse = new Set<EventTarget>();

export class Delivery {
  readonly listeners: Listeners;
  readonly #target: EventTarget;
  readonly #onTaken: () => void;
  readonly #queue: TaskQueue;
  readonly #hidden: HiddenListeners;
  readonly #iterators = new Set<EventIterator>();
  /** Of the last event that was dispatched. */
  lastEventId: string;
  #parse: Options["parse"];
  #onComment: Options["onComment"];
  /** Whether the connection waits for what it gave to be taken. */
  #isBehind = false;
  #hasEnded = false;
  #error: Error | undefined;

  /** `onTaken` is called after `dispatchChunk` has returned false. */
  constructor(target: EventTarget, { initialLastEventId, onComment, parse }: Options, onTaken: () => void) {
    this.#target = target;
    this.lastEventId = initialLastEventId ?? "";
    this.#parse = parse;
    this.#onComment = onComment;
    this.#onTaken = onTaken;
    this.listeners = new Listeners(target, () => this.#keepAlive());
    this.#queue = new TaskQueue(() => this.#taken());
    this.#hidden = new HiddenListeners(target, parse, () => this.#keepAlive());
  }

  start(): void {
    this.#hidden.awaitFirstEvent();
    this.#keepAlive();
  }

  /**
   * Lets go of whoever was to be given something, unless it may go on. A loop throws the error when it has taken what came
   * before.
   */
  end(error: Error | undefined, mayResume: boolean): void {
    this.#hasEnded = true;
    this.#error = error;
    for (const iterator of this.#iterators) {
      iterator.end(error);
    }
    this.#iterators.clear();
    if (!mayResume) {
      this.#parse = this.#onComment = undefined;
      this.listeners.clear();
      this.#hidden.release();
    }
    this.#keepAlive();
  }

  resume(): void {
    this.#hasEnded = false;
    this.#keepAlive();
  }

  /** Forgets what is still to be dispatched. */
  clear(): void {
    this.#queue.clear();
  }

  /** The events from now on, of these types; of all types if there are none. */
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

  /** Whether nothing waits to be dispatched. */
  get isEmpty(): boolean {
    return this.#queue.isEmpty;
  }

  #keepAlive(): void {
    const isObserved = this.listeners.any || this.#iterators.size > 0 || this.#hidden.areFound || this.#onComment;
    if (isObserved && !this.#hasEnded) {
      inUse.add(this.#target);
    } else {
      inUse.delete(this.#target);
    }
  }

  /** Runs the step when what came before is dispatched, unless the source is closed then and the step is not for that. */
  enqueue(step: () => void, alsoIfEnded = false): void {
    this.#queue.add(() => {
      if (!this.#hasEnded || alsoIfEnded) {
        step();
      }
    });
  }

  dispatch(event: Event): void {
    // Not the target's own method: a subclass may have another one, which is not the platform's business.
    EventTarget.prototype.dispatchEvent.call(this.#target, event);
  }

  /** HTML standard, "dispatch the event", for each event of a chunk. Returns whether all were taken at once. */
  dispatchChunk(chunk: EventChunk, origin: string, comments?: string): boolean {
    notifyObservers(this.#target, "events", chunk);
    for (const iterator of this.#iterators) {
      iterator.push(new EventCursor(chunk, origin, this.#parse));
    }
    const events = new EventCursor(chunk, origin, this.#parse);
    const isFlood = chunk.length >= FLOOD;
    const create = isFlood ? createFastEvent : createEvent;
    // A loop takes a flood many times faster than listeners can: there, one event of each type shows whether any is hidden.
    const shown = isFlood && this.#iterators.size > 0 ? new Set<string>() : undefined;
    if (comments) {
      const before = comments.split("\r");
      this.#queue.add(
        () => {
          this.#reportComments(before.shift() as string);
          this.#dispatchOne(events, create);
        },
        () => this.#hasEnded || before.length === 0,
      );
    } else if (this.#queue.isEmpty) {
      this.#dispatchUnheard(events, shown);
    }
    if (!comments && events.hasNext()) {
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
        this.#dispatchUnheardNext(events);
      }
    }
    this.lastEventId = events.lastEventId ?? this.lastEventId;
  }

  #dispatchUnheardNext(events: EventCursor): void {
    const event = events.next();
    this.lastEventId = event.lastEventId;
    this.#hidden.dispatch(event);
  }

  /** `onComment` may have closed the source. */
  #dispatchOne(events: EventCursor, create: typeof createEvent): void {
    if (!this.#hasEnded && events.hasNext()) {
      this.#isHeard(events) ? this.#dispatchNext(events, create) : this.#dispatchUnheardNext(events);
    }
  }

  #reportComments(lines: string): void {
    for (const comment of lines.split("\n").slice(0, -1)) {
      try {
        this.#onComment?.(comment);
      } catch (error) {
        report(error);
      }
    }
  }

  #dispatchNext(events: EventCursor, create: (attributes: ServerSentEvent<string, unknown>) => MessageEvent): void {
    const event = events.hasNext() ? events.nextParsed() : undefined;
    this.lastEventId = events.lastEventId ?? this.lastEventId;
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
