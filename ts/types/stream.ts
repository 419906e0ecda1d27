// The public types of the parser stream. Their names and their meaning are those of `eventsource-parser` 3 and 4.

/** An event of a stream. */
export interface EventSourceMessage {
  /** The type that the server has given it. */
  readonly event?: string | undefined;
  /** The `id` that it has itself. */
  readonly id?: string | undefined;
  readonly data: string;
}

/** An event of a stream, and what the class of the main entry would tell of it. */
export interface EventSourceStreamMessage extends EventSourceMessage {
  /** `"message"`, unless the server names another. */
  readonly type: string;
  readonly event: string | undefined;
  /** The value that a reconnection would send as `Last-Event-ID`, whether or not this event itself has an `id`. */
  readonly lastEventId: string;
  readonly id: string | undefined;
}

export type ErrorType = "invalid-retry" | "unknown-field" | "max-buffer-size-exceeded";

export interface ParseErrorDetails {
  readonly type: ErrorType;
  readonly field?: string | undefined;
  readonly value?: string | undefined;
  readonly line?: string | undefined;
}

/** The error in a line that is not used, or with an event that is too large. */
export interface ParseError extends Error, ParseErrorDetails {
  readonly type: ErrorType;
}

export interface ParseErrorConstructor {
  new (message: string, details: ParseErrorDetails): ParseError;
  readonly prototype: ParseError;
}

/** The functions that are called for the lines that make no event, each in its place among the events. */
export interface LineCallbacks {
  /** Called with ms for each `retry` that the server sends. */
  onRetry?: ((milliseconds: number) => void) | undefined;
  /** Called for each comment, without its colon and a space behind that. */
  onComment?: ((comment: string) => void) | undefined;
  /** Called at the end of each block that has an `id`, before its event, and also if it has no data. */
  onId?: ((id: string) => void) | undefined;
  /** Called for each line that is not used: a `retry` that is no number, or an unknown field. */
  onError?: ((error: ParseError) => void) | undefined;
}

export interface ParserCallbacks extends LineCallbacks {
  onEvent?: ((event: EventSourceMessage) => void) | undefined;
}

export interface ParserConfig extends ParserCallbacks {
  /**
   * The characters of an unfinished event that may wait for the rest of it. Default 64 Mi; no more than 255 MiB of UTF-8.
   * Beyond it `onError` is called with `"max-buffer-size-exceeded"`, and `feed` throws until `reset` is called.
   */
  maxBufferSize?: number | undefined;
}

/** A parser that is fed. */
export interface EventSourceParser {
  /** Parses the next chunk of the stream and calls back for what it finishes. */
  feed(chunk: ArrayBufferView | ArrayBuffer | string): void;
  /** Begins a new stream. With `consume` it first reads a last line that has no end. */
  reset(options?: { consume?: boolean | undefined }): void;
}

export type CreateParser = (config: ParserConfig) => EventSourceParser;

export interface EventSourceParserStreamOptions extends Omit<LineCallbacks, "onError"> {
  /** A function is called; `"terminate"` lets the stream fail. Without it such lines are ignored. */
  onError?: "terminate" | ((error: ParseError) => void) | undefined;
  /**
   * The characters of an unfinished event that may wait for the rest of it. Default 64 Mi; no more than 255 MiB of UTF-8.
   * Beyond it the stream fails with a `ParseError`.
   */
  maxBufferSize?: number | undefined;
}

/** The name that `eventsource-parser` has for them. */
export type StreamOptions = EventSourceParserStreamOptions;

/** Bytes or text in, events out. */
export interface EventSourceParserStream {
  /** `for await` over it is the fastest way to read it, and works in browsers whose own streams do not have it. */
  readonly readable: ReadableStream<EventSourceStreamMessage> & AsyncIterable<EventSourceStreamMessage>;
  readonly writable: WritableStream<ArrayBufferView | ArrayBuffer | string>;
}

export interface EventSourceParserStreamConstructor {
  /** @throws `TypeError` if an option cannot be used; the message names it. */
  new (options?: EventSourceParserStreamOptions): EventSourceParserStream;
  readonly prototype: EventSourceParserStream;
}
