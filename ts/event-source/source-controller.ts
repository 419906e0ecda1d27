// Connects a source with its connection: keeps the state that listeners see.

import type { EventChunk } from "../core/event-chunk.ts";
import type { Failure } from "../core/wire.ts";
import { Driver } from "../driver/driver.ts";
import type { ResponseHead } from "../driver/response-head.ts";
import type { Connection, OpenedResponse, SourceDelegate } from "../driver/source-delegate.ts";
import { cannotReconnect, notAtOnce } from "../errors/messages.ts";
import type { CoreLoader } from "../load/core-loader.ts";
import type { Options } from "../options/options.ts";
import { report } from "../platform/report.ts";
import { weakly } from "../platform/weakly.ts";
import { outsideZones, type Run } from "../platform/zone.ts";
import { watchPolicy } from "../request/blocked.ts";
import type { PreparedRequest, RequestMaker } from "../request/request.ts";
import { refreshOnce, renewalsBy } from "../request/unauthorized.ts";
import type { Attempt, EventSourceErrorDetails, EventSourceErrorEvent } from "../types/options.ts";
import { toNumbers } from "./core-options.ts";
import { Delivery } from "./delivery.ts";
import { createError, createErrorEvent, createOpenEvent, detailsOf } from "./error-event.ts";
import type { EventIterator } from "./event-iterator.ts";
import { type Connect, join } from "./extension.ts";
import type { Listeners } from "./listeners.ts";
import { notifyObservers } from "./observers.ts";

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** The connection of a source that nobody can observe any more must end. */
const forgotten = new FinalizationRegistry<Connection["held"]>((held) => held.release());

export class SourceController implements SourceDelegate {
  readyState = CONNECTING;
  readonly url: string;
  readonly #target: EventTarget;
  readonly #delivery: Delivery;
  readonly #connection: Connection;
  #requests: RequestMaker | undefined;
  readonly #isCrossOrigin: boolean;
  #options: Options;
  readonly #run: Run;
  readonly #abort: () => void;
  #origin = "";
  /** How often `onUnauthorized` had renewed the credentials when the last request was prepared. */
  #renewals = 0;
  /** Whether it is closed by a failure after which the app may want to come back. */
  #mayReopen = false;

  constructor(target: EventTarget, requests: RequestMaker, options: Options, run: Run, load: CoreLoader) {
    this.url = requests.url;
    this.#target = target;
    this.#requests = requests;
    this.#isCrossOrigin = requests.isCrossOrigin;
    const { parse, onComment } = options;
    if (parse) {
      options.parse = (data, type) => run(() => parse(data, type));
    }
    if (onComment) {
      options.onComment = (comment) => run(() => onComment(comment));
    }
    this.#options = options;
    this.#run = run;
    this.#delivery = new Delivery(target, options, () => this.#connection.drained());
    const connect: Connect = (delegate, lastEventId, takesOver = false) =>
      new Driver(delegate, { toNumbers: () => toNumbers(options, requests), load, lastEventId, takesOver });
    const lastEventId = options.initialLastEventId ?? "";
    const { shared = false } = options;
    this.#connection = shared === false ? connect(this, lastEventId) : join(this, options, connect);
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
      this.#delivery.start();
      this.#connection.start();
    });
  }

  get lastEventId(): string {
    return this.#delivery.lastEventId;
  }

  get listeners(): Listeners {
    return this.#delivery.listeners;
  }

  /** The events from now on, of these types; of all types if there are none. */
  iterate(types: readonly string[], closesWhenLeft: boolean): EventIterator {
    return this.#delivery.iterate(types, () => {
      if (closesWhenLeft) {
        this.close();
      }
    });
  }

  /** After this nothing is dispatched, not even what the server sent before. */
  close(): void {
    notifyObservers(this.#target, "close", undefined);
    this.readyState = CLOSED;
    try {
      outsideZones(() => this.#connection.close());
    } finally {
      this.#ended();
      this.#delivery.clear();
    }
  }

  /** Lets go of whatever a source holds, even if the app keeps the source, unless it may be opened again. */
  #ended(failure?: Error, mayReopen = false): void {
    this.readyState = CLOSED;
    this.#mayReopen = mayReopen;
    if (!mayReopen) {
      this.#release();
    }
    this.#delivery.end(failure, mayReopen);
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
    this.#delivery.resume();
  }

  /** HTML standard, "reestablish the connection": the next request waits until the error event has been dispatched. */
  prepare(attempt: Attempt): PreparedRequest | Promise<PreparedRequest> {
    if (!this.#delivery.isEmpty) {
      return new Promise<void>((resolve) => this.#delivery.enqueue(resolve, true)).then(() => this.prepare(attempt));
    }
    notifyObservers(this.#target, "attempt", attempt);
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
    notifyObservers(this.#target, "open", response);
    this.#origin = new URL(response.url || this.url).origin;
    const event = createOpenEvent(response, lastEventId);
    this.#delivery.enqueue(() => {
      this.readyState = OPEN;
      this.#delivery.lastEventId = lastEventId ?? this.lastEventId;
      this.#delivery.dispatch(event);
    });
  }

  dispatch(chunk: EventChunk, comments?: string): boolean {
    return this.#delivery.dispatchChunk(chunk, this.#origin, comments);
  }

  received(bytes: number): void {
    notifyObservers(this.#target, "received", bytes);
  }

  pause(failure?: Failure): void {
    failure && notifyObservers(this.#target, "error", failure);
    this.#delivery.enqueue(() => {
      if (this.#isAlive) {
        this.#connecting();
      }
    }, true);
  }

  /** HTML standard, "reestablish the connection" and "fail the connection". */
  fail(failure: Failure, response: ResponseHead | undefined, cause: unknown): void {
    notifyObservers(this.#target, "error", failure);
    this.#delivery.enqueue(() => {
      const details = this.#details(failure, response, cause);
      if (failure.next === "retry") {
        this.readyState = CONNECTING;
      } else {
        // After a fault of this package there is nothing left to come back with.
        const mayReopen = this.#options.reopenable && failure.reason !== "internal";
        this.#ended(isEndInGoodOrder(failure) ? undefined : createError(details), mayReopen);
      }
      this.#delivery.dispatch(createErrorEvent(details));
    });
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
