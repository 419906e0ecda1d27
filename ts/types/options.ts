// The public types of the options.

import type { EventSourceErrorEvent } from "./source.ts";

export type * from "./source.ts";

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
   * A function, sync or async, that is asked for the URL of each attempt: with a cursor, topics or a signature. Its result is
   * relative to the constructor's URL, which stays the `url` of the source, and must have its origin; nothing is that URL itself.
   * An error, and an answer that does not come, count as those of `headers`.
   */
  url?:
    | ((attempt: Attempt) => string | URL | null | undefined | Promise<string | URL | null | undefined>)
    | null
    | undefined;
  /**
   * The request's method. Default `"GET"`. A request whose method is not idempotent (`POST`, `PATCH` and unknown ones) is
   * repeated only if nothing was sent, if the server gave a last event ID to resume from, or if `retry.shouldRetry`
   * says so.
   */
  method?: string | null | undefined;
  /** The request's body, or a function, sync or async, that makes one for each attempt. Not for GET and HEAD. */
  body?: BodyInit | ((attempt: Attempt) => BodyInit | Promise<BodyInit>) | null | undefined;
  /** Used instead of the global `fetch`. There is no CORS probe then. */
  fetch?: ((url: string, init: RequestInit) => ResponseLike | PromiseLike<ResponseLike>) | null | undefined;
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
   * Whether `reconnect()` opens the source again after a final failure. Until then the source keeps its listeners and these
   * options. Default `false`: a source that has failed is closed for good, as in the standard.
   */
  reopenable?: boolean | null | undefined;
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
  /**
   * For how many ms an error that is retried is kept back. If a stream is open by then, there is no `error` event, only the
   * `open` event; `readyState` is CONNECTING meanwhile. Otherwise the last error is told, with what is left of its `delay`, and
   * those after it at once, until a stream is open. A final failure is always told at once. Default 0.
   */
  gracePeriod?: number | null | undefined;
  /** The last event ID that the first request carries. */
  initialLastEventId?: string | null | undefined;
  /** Sends the last event ID as this parameter of the query, in place of a header that CORS would have to allow. */
  lastEventIdQueryParameterName?: string | null | undefined;
  /** The bytes that one unfinished event may take, up to 255 MiB. Default 64 MiB. Beyond it the attempt fails: `"too-large"`. */
  maxBufferSize?: number | null | undefined;
  /**
   * Whether a failed request to another origin is followed by a request without CORS, and repeated once if that
   * is answered. It tells a CORS refusal, which is final, from a lost network, which is retried. Default `true`,
   * and `false` with a `fetch` of your own. Without it both are retried.
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
   * Called for each comment of the stream, without its colon and a space behind that, in its place among the events that
   * listeners get. A loop may have events before it still to take. An exception is reported as an uncaught error.
   */
  onComment?: ((comment: string) => void) | null | undefined;
  /**
   * One connection for all sources of this origin, in any tab, frame or worker, whose URL, options and name are the same:
   * `true`, or a name that keeps users apart. It needs `import "eventsource-wasm/shared"`. Default `false`.
   */
  shared?: boolean | string | null | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: it is a string; with that type `JSON.parse` itself would not do
export type Parse<Events> = (data: string, type: any) => Events[keyof Events];

/** The events of a source without a type argument: any type, and text. */
export type StringEvents = Record<string, string>;

/** The result of `fetch`: a `Response`, or as much of one as a stream needs. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: { get(name: string): string | null | undefined };
  /** A stream, or anything that can be iterated over, of bytes or text. */
  readonly body?: { getReader(): unknown } | AsyncIterable<unknown> | null | undefined;
  readonly ok?: boolean | undefined;
  readonly statusText?: string | undefined;
  /** The final URL, after redirects. Without it, the one that was asked for. */
  readonly url?: string | undefined;
  readonly redirected?: boolean | undefined;
  readonly type?: string | undefined;
}

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

/** The types of the option `headers`. */
export type HeadersOption = HeadersInit | ((attempt: Attempt) => HeadersInit | Promise<HeadersInit>);

/** The argument of a `headers` function. */
export interface Attempt {
  /** 1 for the first attempt, and so on. */
  readonly attempt: number;
  /**
   * The cause of the attempt: `"return"` is the page's return from a freeze or from the back/forward cache, `"reconnect"` a
   * call of `reconnect()`.
   */
  readonly trigger: "first" | "retry" | "unauthorized" | "return" | "reconnect";
  /** The last event ID that the request will carry; empty if there is none. */
  readonly lastEventId: string;
  /** Aborted when the attempt is over, or takes too long. */
  readonly signal: AbortSignal;
}
