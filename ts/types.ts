// The public types.

/**
 * Options of the constructor. With none, the class is the standard's `EventSource`
 * ({@link https://html.spec.whatwg.org/multipage/server-sent-events.html}). `null` and `undefined` are as good as none.
 * A value that cannot be used throws a `TypeError` that names the option.
 */
export interface EventSourceInit<Events = StringEvents> {
  /** Whether cookies go along to another origin. Default `false`, as in the standard. */
  withCredentials?: boolean;
  /**
   * Headers of the request: an object, a `Headers`, pairs, or a function, sync or async, that is asked anew before each
   * attempt. A function that throws, rejects or does not settle within 30 s fails the attempt with reason `"headers"`,
   * and another attempt follows.
   *
   * A header that cannot be sent throws a `TypeError` that names it: at construction, or, from a function, as the
   * `error` of an error event.
   */
  headers?: HeadersOption | null | undefined;
  /**
   * The request's method. Default `"GET"`. A request whose method is not idempotent (`POST`, `PATCH` and unknown ones) is
   * repeated only if nothing was sent, if the server gave a last event ID to resume from, or if `retry.shouldRetry`
   * says so.
   */
  method?: string | null | undefined;
  /** The request's body, or a function, sync or async, that makes one for each attempt. Not for GET and HEAD. */
  body?: BodyInit | ((attempt: Attempt) => BodyInit | Promise<BodyInit>) | null | undefined;
  /** Used instead of the global `fetch`. There is no CORS probe then. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | null | undefined;
  /** Closes the source when aborted. */
  signal?: AbortSignal | null | undefined;
  /** As for `fetch`. Default `"same-origin"`, or `"include"` with `withCredentials`. */
  credentials?: RequestCredentials | null | undefined;
  /** As for `fetch`. Default `"cors"`. A `"no-cors"` stream could not be read. */
  mode?: "cors" | "same-origin" | null | undefined;
  /** As for `fetch`. */
  referrerPolicy?: ReferrerPolicy | null | undefined;
  /** As for `fetch`. */
  priority?: "high" | "low" | "auto" | null | undefined;
  /**
   * `"follow"` follows redirects whatever the headers. Default: redirects are followed unless the request carries
   * headers of yours other than `Accept` and `Authorization`, because browsers send those along to any origin.
   */
  redirect?: "follow" | null | undefined;
  /**
   * Called when the server answers 401, with the error. `true` asks `headers` again and makes one more attempt at once;
   * `false`, or another 401, closes with reason `"unauthorized"`. If it throws, rejects or does not settle within 30 s,
   * the retry policy goes on. Sources that are given the same function share one call at a time.
   */
  onUnauthorized?: ((error: EventSourceErrorEvent) => boolean | Promise<boolean>) | null | undefined;
  /** The statuses that `onUnauthorized` is called for. Default `[401]`. */
  unauthorizedStatuses?: readonly number[] | null | undefined;
  /** When to come back. */
  retry?: RetryOptions | null | undefined;
  /**
   * After which ends to come back at all: `"always"` (default, as in the standard), `"on-error"` (a clean end of the
   * stream closes), `false` (never).
   */
  reconnect?: "always" | "on-error" | false | null | undefined;
  /**
   * The longest silence in ms before the connection counts as dead: any byte counts, a comment too. `"auto"` learns the
   * rhythm of the server. Default: none, and no browser has a limit of its own.
   */
  heartbeatTimeout?: number | "auto" | null | undefined;
  /** The longest wait for the response's head in ms. Default: none, and no browser has a limit of its own. */
  connectTimeout?: number | null | undefined;
  /**
   * Whether the connection stays while the page is hidden: `true` (default), `false`, or for how many ms. It comes back
   * with the last event ID, at once and without an error event, when the page is visible.
   */
  openWhenHidden?: boolean | number | null | undefined;
  /** The last event ID that the first request carries. */
  initialLastEventId?: string | null | undefined;
  /** Sends the last event ID as this parameter of the query, in place of a header that CORS would have to allow. */
  lastEventIdQueryParameterName?: string | null | undefined;
  /** The bytes that one unfinished event may take, up to 255 MiB. Default 64 MiB. Beyond it the attempt fails: `"too-large"`. */
  maxBufferSize?: number | null | undefined;
  /**
   * Whether a failed request to another origin is followed by a `HEAD` request without CORS, and repeated once if that
   * is answered. It tells a CORS refusal, which is final, from a lost network, which is retried. Default `true`.
   * Without it both are retried.
   */
  corsProbe?: boolean | null | undefined;
  /** Whether an error event has the beginning of a refused response as `body`. Default `false`. */
  readErrorBody?: boolean | null | undefined;
  /**
   * Makes what events have as `data` of their text, as `JSON.parse` does. An event for which it throws is skipped, and
   * what it throws is reported as an uncaught error. Called for events that somebody listens to or iterates over.
   */
  parse?: Parse<Events> | null | undefined;
  /**
   * One connection for all sources of this origin, in any tab, frame or worker, whose URL, options and name are the same:
   * `true`, or a name that keeps users apart. It needs `import "eventsource-wasm/shared"`. Default `false`.
   */
  shared?: boolean | string | null | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: it is a string; with that type `JSON.parse` itself would not do
type Parse<Events> = (data: string, type: any) => Events[keyof Events];

/** The events of a source without a type argument: any type, and text. */
type StringEvents = Record<string, string>;

/** When to come back after a failure. */
export interface RetryOptions {
  /** The reconnection time in ms until the server's `retry` says otherwise. Default 3000. */
  initialDelay?: number;
  /** Waits stop growing here, in ms; the reconnection time still wins when it is longer. Default 30000. */
  maxDelay?: number;
  /** Growth of the wait from one fruitless attempt to the next. Default 2. */
  factor?: number;
  /** Up to this part of a wait is added at random, 0 to 1. Default 0.1 for the first wait, 1 after a fruitless attempt. */
  jitterRatio?: number;
  /** A connection that was open for so many ms starts the growth anew, as an event does. Default 10000. */
  resetAfter?: number;
  /** Fruitless retries in a row before giving up. Default `Infinity`. */
  maxRetries?: number;
  /**
   * Decides, at once, whether a failure is retried; `undefined` leaves it to the standard. `willRetry` and `delay` of
   * the error that it sees are not settled yet. See `isTransient` for a ready-made one.
   */
  shouldRetry?: (error: EventSourceErrorEvent) => boolean | undefined;
}

/** What `headers` may be. */
export type HeadersOption = HeadersInit | ((attempt: Attempt) => HeadersInit | Promise<HeadersInit>);

/** What a `headers` function is told. */
export interface Attempt {
  /** 1 for the first attempt, and so on. */
  readonly attempt: number;
  /** Why there is an attempt: `"return"` is the page's return from a freeze or from the back/forward cache. */
  readonly why: "first" | "retry" | "unauthorized" | "return";
  /** Aborted when the attempt is over, or takes too long. */
  readonly signal: AbortSignal;
}

/** What is told of a failure. */
export interface EventSourceErrorDetails {
  /** What happened; see `message` for what to do about it. */
  readonly reason:
    | "network"
    | "end"
    | "http"
    | "no-content"
    | "content-type"
    | "cors"
    | "blocked"
    | "redirect"
    | "unauthorized"
    | "headers"
    | "timeout"
    | "too-large"
    | "internal";
  /** What happened, what comes next, and what to do, for a person. */
  readonly message: string;
  /** The response's status; 0 if there was none. */
  readonly status: number;
  /** The same as `status`, under the name that the `eventsource` package gives it. */
  readonly code: number;
  /** The response's status text. */
  readonly statusText: string;
  /** The first 64 KiB of the response as text, with `readErrorBody`. */
  readonly body: string | undefined;
  /** The response's headers, as far as CORS lets them be read. */
  readonly headers: Headers | undefined;
  /** The attempt that failed; the first is 1. */
  readonly attempt: number;
  /** Whether another attempt follows: `readyState` is CONNECTING then, and CLOSED otherwise. */
  readonly willRetry: boolean;
  /** The wait before the next attempt in ms; 0 if none follows. */
  readonly delay: number;
  /** What was thrown underneath, if anything was. */
  readonly error: unknown;
}

/** The `error` event: a plain `Event` of that type with read-only extras. */
export interface EventSourceErrorEvent extends Event, EventSourceErrorDetails {
  readonly type: "error";
}

/** What `for await` throws when a source failed for good: a plain `Error` of that name with the same extras. */
export interface EventSourceError extends Error, EventSourceErrorDetails {
  readonly name: "EventSourceError";
  readonly message: string;
}

/** An event as `for await` gives it: a plain object, which is many times cheaper than a `MessageEvent`. */
export interface ServerSentEvent<Type extends string = string, Data = string> {
  /** `"message"` unless the server named it. */
  readonly type: Type;
  readonly data: Data;
  readonly lastEventId: string;
  /** The origin of the final URL, after redirects. */
  readonly origin: string;
}

/** The events of every source. Events that the server names are `MessageEvent`s of that type. */
export interface EventSourceEventMap<Events = StringEvents> {
  open: Event;
  message: MessageEvent<"message" extends keyof Events ? Events["message"] : unknown>;
  error: EventSourceErrorEvent;
}

type Listener<T extends EventTarget, E extends Event> =
  | ((this: T, event: E) => unknown)
  | { handleEvent(event: E): unknown };

/** One of the events, told apart by its type. */
type OneOf<Events, Types extends keyof Events = keyof Events> = {
  [Type in Types & string]: ServerSentEvent<Type, Events[Type]>;
}[Types & string];

/**
 * A stream of server-sent events.
 *
 * `Events` has the types of the events' data by the names of the events. It is the caller's word: only a `parse` that
 * checks makes sure of it.
 */
export interface EventSource<Events = StringEvents> extends EventTarget {
  /** The URL as the constructor resolved it. */
  readonly url: string;
  readonly withCredentials: boolean;
  /** CONNECTING (0), OPEN (1) or CLOSED (2). */
  readonly readyState: number;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
  // Read as the standard's types have them, so that this one can stand for the browser's own.
  get onopen(): Handler;
  set onopen(handler: ((this: this, event: Event) => unknown) | null);
  get onmessage(): Handler;
  set onmessage(handler: ((this: this, event: EventSourceEventMap<Events>["message"]) => unknown) | null);
  get onerror(): Handler;
  set onerror(handler: ((this: this, event: EventSourceErrorEvent) => unknown) | null);
  /** Closes for good. No event follows, no timer runs, no connection stays. */
  close(): void;
  /**
   * The events of these types, or all events, from this call on, for `for await`. While the loop has not taken what
   * came, nothing more is read, so the server has to wait; what is kept is at most what one read gave. A failure that is
   * retried does not show; one that is final is thrown, as an {@link EventSourceError}. The loop ends after `close()`,
   * and after an end in good order that is final: 204, or the end of a stream that is not to come back.
   *
   * Leaving the loop leaves the source open. An iterator that is neither used nor left stops the source.
   */
  events<Type extends keyof Events & string>(
    ...types: Type[]
  ): AsyncIterator<OneOf<Events, Type>, undefined> & AsyncIterable<OneOf<Events, Type>>;
  /** As `events()`, but leaving the loop closes the source. */
  [Symbol.asyncIterator](): AsyncIterator<OneOf<Events>, undefined> & AsyncIterable<OneOf<Events>>;
  addEventListener<Type extends "open" | "error">(
    type: Type,
    listener: Listener<this, EventSourceEventMap[Type]> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Type extends keyof Events & string>(
    type: Type,
    listener: Listener<this, MessageEvent<Events[Type]>> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: Listener<this, MessageEvent<unknown>> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends "open" | "error">(
    type: Type,
    listener: Listener<this, EventSourceEventMap[Type]> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof Events & string>(
    type: Type,
    listener: Listener<this, MessageEvent<Events[Type]>> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: Listener<this, MessageEvent<unknown>> | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

// biome-ignore lint/suspicious/noExplicitAny: as the standard's types have it
type Handler = ((this: any, event: any) => any) | null;

/** The class. */
export interface EventSourceConstructor {
  /**
   * Opens a stream.
   *
   * @throws `DOMException` named `SyntaxError` if `url` cannot be resolved.
   * @throws `TypeError` if an option cannot be used; the message names it.
   */
  new <Events = Record<string, unknown>>(
    url: string | URL,
    init: EventSourceInit<Events> & { parse: Parse<Events> },
  ): EventSource<Events>;
  new <Events extends Record<keyof Events, string> = StringEvents>(
    url: string | URL,
    init?: EventSourceInit<Events>,
  ): EventSource<Events>;
  readonly prototype: EventSource;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
}
