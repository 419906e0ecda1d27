// The public types.

/**
 * Options of the constructor. With none, the class is the standard's `EventSource`
 * ({@link https://html.spec.whatwg.org/multipage/server-sent-events.html}).
 */
export interface EventSourceInit {
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
  headers?: HeadersOption;
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

/** The `error` event: a plain `Event` of that type with these read-only extras. */
export interface EventSourceErrorEvent extends Event {
  readonly type: "error";
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
    | "too-large";
  /** What happened, what comes next, and what to do, for a person. */
  readonly message: string;
  /** The response's status; 0 if there was none. */
  readonly status: number;
  /** The same as `status`, under the name that the `eventsource` package gives it. */
  readonly code: number;
  /** The response's status text. */
  readonly statusText: string;
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

/** The events of every source. Events that the server names are `MessageEvent`s of that type. */
export interface EventSourceEventMap {
  open: Event;
  message: MessageEvent<string>;
  error: EventSourceErrorEvent;
}

type Listener<T extends EventTarget, E extends Event> =
  | ((this: T, event: E) => unknown)
  | { handleEvent(event: E): unknown };

/** A stream of server-sent events. */
export interface EventSource extends EventTarget {
  /** The URL as the constructor resolved it. */
  readonly url: string;
  readonly withCredentials: boolean;
  /** CONNECTING (0), OPEN (1) or CLOSED (2). */
  readonly readyState: number;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
  onopen: ((this: EventSource, event: Event) => unknown) | null;
  onmessage: ((this: EventSource, event: MessageEvent<string>) => unknown) | null;
  onerror: ((this: EventSource, event: EventSourceErrorEvent) => unknown) | null;
  /** Closes for good. No event follows, no timer runs, no connection stays. */
  close(): void;
  addEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: Listener<this, EventSourceEventMap[K]> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: Listener<this, MessageEvent<string>> | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: Listener<this, EventSourceEventMap[K]> | null,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: Listener<this, MessageEvent<string>> | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The class. */
export interface EventSourceConstructor {
  /**
   * Opens a stream.
   *
   * @throws `DOMException` named `SyntaxError` if `url` cannot be resolved.
   * @throws `TypeError` if an option cannot be used; the message names it.
   */
  new (url: string | URL, init?: EventSourceInit): EventSource;
  readonly prototype: EventSource;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
}
