// The public types of a source, its class and its events.

import type { EventSourceInit, Parse, StringEvents } from "./options.ts";

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

/** The `open` event: a plain `Event` of that type with read-only extras, which are `undefined` with the option `shared`. */
export interface EventSourceOpenEvent extends Event {
  readonly type: "open";
  /** The response's status. */
  readonly status: number | undefined;
  /** The response's headers, as far as CORS lets them be read. */
  readonly headers: Headers | undefined;
  /**
   * Whether the request carried a last event ID. If not, the stream starts anew, and an app that had events before has to
   * load what it may have missed.
   */
  readonly resumed: boolean | undefined;
  /** The last event ID that the request carried; empty if there was none. */
  readonly resumedFrom: string | undefined;
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
  open: EventSourceOpenEvent;
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
  // Read as lib.dom has them, so that this one can stand for the browser's own.
  get onopen(): Handler<this>;
  set onopen(handler: ((this: this, event: EventSourceOpenEvent) => unknown) | null);
  get onmessage(): Handler<this>;
  set onmessage(handler: ((this: this, event: EventSourceEventMap<Events>["message"]) => unknown) | null);
  get onerror(): Handler<this>;
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
  // As lib.dom has them. They make of `Ours | Native` a union whose handlers the compiler can infer.
  addEventListener(
    type: string,
    listener: (event: MessageEvent<unknown>) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
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
  removeEventListener(
    type: string,
    listener: (event: MessageEvent<unknown>) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** Of `Source` nothing is used, but without it TypeScript 5.0 leaves the type parameters of a setter as they are. */
// biome-ignore lint/suspicious/noExplicitAny: as lib.dom has it
type Handler<Source> = [Source] extends [unknown] ? ((this: any, event: any) => any) | null : never;

/** The class. */
export interface EventSourceConstructor extends EventSourceStatics {
  // A signature with more type parameters than `EventSource` is for inference: neither `new EventSource<Events>` nor
  // `extends` finds it. A subclass without a type argument finds the last one only, of which there may be one.
  /**
   * Opens a stream.
   *
   * @throws `DOMException` named `SyntaxError` if `url` cannot be resolved.
   * @throws `TypeError` if an option cannot be used; the message names it.
   */
  new <Events>(url: string | URL, init: EventSourceInit<Events> & Parsing<Events>): EventSource<Events>;
  new <Data, _ByInference>(
    url: string | URL,
    init: EventSourceInit<Record<string, Data>> & Parsing<Record<string, Data>>,
  ): EventSource<Record<string, UnknownIfAny<Data>>>;
  new <Events>(
    url: string | URL,
    ...init: Events extends Record<keyof Events, string>
      ? [init?: EventSourceInit<Events>]
      : [init: EventSourceInit<Events> & Parsing<Events>]
  ): EventSource<Events>;
  new (url: string | URL, init?: EventSourceInit): EventSource;
}

/** A class with a `parse` of its own, which `new` need not be given. */
export interface ParsingEventSourceConstructor<Data> extends EventSourceStatics {
  /** Opens a stream, as `EventSource` does. */
  new <Events = Record<string, Data>>(url: string | URL, init?: EventSourceInit<Events>): EventSource<Events>;
}

/** What the class has besides its constructor. */
export interface EventSourceStatics {
  /**
   * Makes a class that has these options as defaults, for whoever writes `new EventSource(url)` without them: a library, or
   * old code. It extends the class that it is called on and looks like it.
   *
   * What `new` is given wins over the defaults, option by option. `headers` and `retry` are joined: a header, or a member
   * of `retry`, that `new` does not give comes from the defaults. `withCredentials` and `credentials` count as one option.
   *
   * @throws `TypeError` if an option cannot be used; the message names it.
   */
  with<Data>(
    defaults: EventSourceInit<Record<string, Data>> & Parsing<Record<string, Data>>,
  ): ParsingEventSourceConstructor<UnknownIfAny<Data>>;
  with<Class extends EventSourceStatics>(this: Class, defaults: EventSourceInit): Class;
  // biome-ignore lint/suspicious/noExplicitAny: a subclass may have events of its own
  readonly prototype: EventSource<any>;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
}

/** Without `parse` all data is text. */
type Parsing<Events> = { parse: Parse<Events> };

/** `JSON.parse` promises nothing. */
type UnknownIfAny<Data> = 0 extends 1 & Data ? unknown : Data;
