// What stands between a source and its connection: keeps the state that listeners see, and dispatches.

import type { EventChunk } from "../core/event-chunk.ts";
import type { Failure } from "../core/wire.ts";
import { Driver, type DriverOptions } from "../driver/driver.ts";
import type { ResponseHead } from "../driver/response-head.ts";
import type { Connection, OpenedResponse, SourceDelegate } from "../driver/source-delegate.ts";
import { cannotReconnect, notAtOnce } from "../errors/messages.ts";
import type { Options } from "../options/options.ts";
import { report } from "../platform/report.ts";
import { weakly } from "../platform/weakly.ts";
import { outsideZones, type Run } from "../platform/zone.ts";
import { watchPolicy } from "../request/blocked.ts";
import type { PreparedRequest, RequestMaker } from "../request/request.ts";
import { refreshOnce, renewalsBy } from "../request/unauthorized.ts";
import { TaskQueue } from "../scheduling/task-queue.ts";
import type { Attempt, EventSourceErrorDetails, EventSourceErrorEvent, ServerSentEvent } from "../types/options.ts";
import { toNumbers } from "./core-options.ts";
import { createError, createErrorEvent, createOpenEvent, detailsOf } from "./error-event.ts";
import { EventCursor } from "./event-cursor.ts";
import { EventIterator } from "./event-iterator.ts";
import { type Connect, join } from "./extension.ts";
import { HiddenListeners } from "./hidden-listeners.ts";
import { Listeners } from "./listeners.ts";
import { OBSERVERS, type Observed } from "./observers.ts";
import { createEvent, createFastEvent, FLOOD } from "./stream-event.ts";

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** HTML standard, "garbage collection": sources that somebody listens to, or iterates over, live until they are closed. */
const inUse = new Set<EventTarget>();

/** The connection of a source that nobody can observe any more must end. */
const forgotten = new FinalizationRegistry<Connection["held"]>((held) => held.release());

export class SourceController implements SourceDelegate {
  readyState = CONNECTING;
  lastEventId: string;
  readonly url: string;
  readonly listeners: Listeners;
  readonly #iterators = new Set<EventIterator>();
  readonly #target: Observed;
  readonly #connection: Connection;
  readonly #queue: TaskQueue;
  readonly #hidden: HiddenListeners;
  #requests: RequestMaker | undefined;
  readonly #isCrossOrigin: boolean;
  #options: Options;
  readonly #run: Run;
  readonly #abort: () => void;
  #origin = "";
  /** How often `onUnauthorized` had renewed the credentials when the last request was prepared. */
  #renewals = 0;
  /** Whether the connection waits for what it gave to be taken. */
  #isBehind = false;
  #failure: Error | undefined;
  /** Whether it is closed by a failure after which the app may want to come back. */
  #mayReopen = false;

  constructor(target: EventTarget, requests: RequestMaker, options: Options, run: Run, load: DriverOptions["load"]) {
    this.url = requests.url;
    this.#target = target;
    this.listeners = new Listeners(target, () => this.#keepAlive());
    this.#requests = requests;
    this.#isCrossOrigin = requests.isCrossOrigin;
    const { parse } = options;
    if (parse) {
      options.parse = (data, type) => run(() => parse(data, type));
    }
    this.#options = options;
    this.#run = run;
    this.#queue = new TaskQueue(() => this.#taken());
    this.#hidden = new HiddenListeners(target, this.#options.parse, () => this.#keepAlive());
    const numbers = toNumbers(options, requests);
    const connect: Connect = (delegate, lastEventId, takesOver = false) =>
      new Driver(delegate, { numbers, load, lastEventId, takesOver });
    this.lastEventId = options.initialLastEventId ?? "";
    const { shared = false } = options;
    this.#connection = shared === false ? connect(this, this.lastEventId) : join(this, options, connect);
    forgotten.register(target, this.#connection.held, this);
    this.#abort = abortsWeakly(this);
  }

  start(): void {
    const { signal } = this.#options;
    if (signal?.aborted) {
      this.close();
      return;
    }
    outsideZones(() => {
      signal?.addEventListener("abort", this.#abort);
      watchPolicy();
      this.#hidden.awaitFirstEvent();
      this.#keepAlive();
      this.#connection.start();
    });
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
            this.#keepAlive();
          }
        },
      },
      types,
    );
    if (this.readyState === CLOSED) {
      iterator.end(this.#failure);
    } else {
      inUse.add(this.#target);
      // Last: if the stack is full, nobody gets an iterator, and none must be left that nobody takes from.
      this.#iterators.add(iterator);
    }
    return iterator;
  }

  #keepAlive(): void {
    const isObserved =
      this.listeners.any || this.#iterators.size > 0 || this.#hidden.areFound || this.#options.onComment;
    if (isObserved && this.readyState !== CLOSED) {
      inUse.add(this.#target);
    } else {
      inUse.delete(this.#target);
    }
  }

  /** After this nothing is dispatched, not even what the server sent before. */
  close(): void {
    this.readyState = CLOSED;
    try {
      outsideZones(() => this.#connection.close());
    } finally {
      this.#ended();
      this.#queue.clear();
    }
  }

  /** Lets go of whatever a source holds, even if the app keeps the source, unless it may be opened again. */
  #ended(failure?: Error, mayReopen = false): void {
    this.readyState = CLOSED;
    this.#failure = failure;
    this.#mayReopen = mayReopen;
    if (!mayReopen) {
      this.#release();
    }
    for (const iterator of this.#iterators) {
      iterator.end(failure);
    }
    this.#iterators.clear();
    this.#keepAlive();
  }

  #release(): void {
    const { signal } = this.#options;
    this.#options = Object.create(null);
    this.#requests = undefined;
    try {
      signal?.removeEventListener("abort", this.#abort);
    } catch (error) {
      // It is known by its name only, and may be anything.
      report(error);
    }
    this.listeners.clear();
    this.#hidden.release();
    forgotten.unregister(this);
  }

  reconnect(): void {
    const isClosed = !this.#isAlive;
    if (isClosed || this.#options.shared) {
      throw new DOMException(cannotReconnect(isClosed), "InvalidStateError");
    }
    if (this.#mayReopen) {
      this.#connecting();
    }
    outsideZones(() => this.#connection.reconnect?.());
  }

  get #isAlive(): boolean {
    return this.readyState !== CLOSED || this.#mayReopen;
  }

  #connecting(): void {
    this.#mayReopen = false;
    this.readyState = CONNECTING;
    this.#keepAlive();
  }

  prepare(attempt: Attempt): PreparedRequest | Promise<PreparedRequest> {
    this.#renewals = renewalsBy(this.#options.onUnauthorized);
    return (this.#requests as RequestMaker).prepare(attempt);
  }

  refreshCredentials(failure: Failure, response: ResponseHead | undefined): Promise<boolean> | undefined {
    const { onUnauthorized } = this.#options;
    if (this.#renewals !== renewalsBy(onUnauthorized)) {
      return undefined;
    }
    return onUnauthorized
      ? this.#run(() => refreshOnce(onUnauthorized, this.#undecided(failure, response, undefined)))
      : Promise.resolve(false);
  }

  shouldRetry(failure: Failure, response: ResponseHead | undefined, cause: unknown): boolean | undefined {
    try {
      const error = this.#undecided(failure, response, cause);
      const retry: unknown = this.#run(() => this.#options.retry?.shouldRetry?.(error));
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
  #undecided(failure: Failure, response: ResponseHead | undefined, cause: unknown): EventSourceErrorEvent {
    return createErrorEvent(this.#details({ ...failure, next: "undecided" }, response, cause));
  }

  #details(failure: Failure, response: ResponseHead | undefined, cause: unknown): EventSourceErrorDetails {
    return detailsOf(failure, {
      response,
      cause,
      url: this.url,
      isCrossOrigin: this.#isCrossOrigin,
      hasBeenOpen: this.#origin !== "",
      hasOwnFetch: this.#options.fetch !== undefined,
    });
  }

  /** HTML standard, "announce the connection". */
  announce(response: OpenedResponse, lastEventId?: string): void {
    this.#origin = new URL(response.url || this.url).origin;
    const event = createOpenEvent(response, lastEventId);
    this.#enqueue(() => {
      this.readyState = OPEN;
      this.lastEventId = lastEventId ?? this.lastEventId;
      this.#dispatch(event);
    });
  }

  /** HTML standard, "dispatch the event", for each event of a chunk. */
  dispatch(chunk: EventChunk, comments?: string): boolean {
    for (const observe of this.#target[OBSERVERS] ?? []) {
      observe(chunk);
    }
    const { parse } = this.#options;
    for (const iterator of this.#iterators) {
      iterator.push(new EventCursor(chunk, this.#origin, parse));
    }
    const events = new EventCursor(chunk, this.#origin, parse);
    const isFlood = chunk.length >= FLOOD;
    const create = isFlood ? createFastEvent : createEvent;
    // A loop takes a flood many times faster than listeners: there, one event of each type shows whether any is hidden.
    const shown = isFlood && this.#iterators.size > 0 ? new Set<string>() : undefined;
    if (comments) {
      const before = comments.split("\r");
      this.#queue.add(
        () => {
          this.#tellComments(before.shift() as string);
          this.#dispatchOne(events, create);
        },
        () => this.readyState === CLOSED || before.length === 0,
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
        () => this.readyState === CLOSED || !events.hasNext(),
      );
    }
    this.#isBehind = !this.#isTaken();
    return !this.#isBehind;
  }

  /** The events up to one that is known to be heard: a step for each would only take time. */
  #dispatchUnheard(events: EventCursor, shown: Set<string> | undefined): void {
    while (this.readyState !== CLOSED && events.hasNext() && !this.#isHeard(events)) {
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
    if (this.readyState !== CLOSED && events.hasNext()) {
      this.#isHeard(events) ? this.#dispatchNext(events, create) : this.#dispatchUnheardNext(events);
    }
  }

  #tellComments(lines: string): void {
    for (const comment of lines.split("\n").slice(0, -1)) {
      try {
        this.#run(() => this.#options.onComment?.(comment));
      } catch (error) {
        report(error);
      }
    }
  }

  #dispatchNext(events: EventCursor, create: (attributes: ServerSentEvent<string, unknown>) => MessageEvent): void {
    const event = events.hasNext() ? events.nextParsed() : undefined;
    this.lastEventId = events.lastEventId ?? this.lastEventId;
    // `parse` may have closed the source.
    if (event && this.readyState !== CLOSED) {
      this.#dispatch(create(event));
    }
  }

  #isHeard({ type }: EventCursor): boolean {
    return this.#hidden.areFound || this.listeners.hear(type);
  }

  #taken(): void {
    if (this.#isBehind && this.#isTaken()) {
      this.#isBehind = false;
      this.#connection.drained();
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

  pause(): void {
    this.#queue.add(() => {
      if (this.#isAlive) {
        this.#connecting();
      }
    });
  }

  /** HTML standard, "reestablish the connection" and "fail the connection". */
  fail(failure: Failure, response: ResponseHead | undefined, cause: unknown): void {
    this.#enqueue(() => {
      const details = this.#details(failure, response, cause);
      if (failure.next === "retry") {
        this.readyState = CONNECTING;
      } else {
        // After a fault of this package there is nothing left to come back with.
        const mayReopen = this.#options.reopenable && failure.reason !== "internal";
        this.#ended(isEndInGoodOrder(failure) ? undefined : createError(details), mayReopen);
      }
      this.#dispatch(createErrorEvent(details));
    });
  }

  #enqueue(step: () => void): void {
    this.#queue.add(() => {
      if (this.readyState !== CLOSED) {
        step();
      }
    });
  }

  #dispatch(event: Event): void {
    // Not the target's own method: a subclass may have another one, which is not the platform's business.
    EventTarget.prototype.dispatchEvent.call(this.#target, event);
  }
}

/** In a function of its own: an app's signal may live longer than the source, and must not keep it. */
function abortsWeakly(controller: SourceController): () => void {
  return weakly(controller, (found) => found.close());
}

/** The server has said all that it has to say. A source that gave up is no such case. */
function isEndInGoodOrder({ reason, next }: Failure): boolean {
  return reason === "no-content" || (reason === "end" && next !== "gave-up");
}
