// The public types of the parser stream.

/** An event of a stream. */
export interface EventSourceMessage {
  /** `"message"`, unless the server names another. */
  readonly type: string;
  readonly data: string;
  /** What a reconnection would send as `Last-Event-ID`, whether or not this event itself had an `id`. */
  readonly lastEventId: string;
}

export interface EventSourceParserStreamOptions {
  /** Called when the server sends a `retry`, with ms. */
  onRetry?: ((milliseconds: number) => void) | undefined;
  /** The bytes that one unfinished event may take. Default 64 MiB. Beyond it the stream fails with a `RangeError`. */
  maxBufferSize?: number | undefined;
}

/** Bytes or text in, events out. */
export interface EventSourceParserStream {
  /** `for await` over it is the fastest way to read it, and works in browsers whose own streams do not have it. */
  readonly readable: ReadableStream<EventSourceMessage> & AsyncIterable<EventSourceMessage>;
  readonly writable: WritableStream<ArrayBufferView | ArrayBuffer | string>;
}

export interface EventSourceParserStreamConstructor {
  /** @throws `TypeError` if an option cannot be used; the message names it. */
  new (options?: EventSourceParserStreamOptions): EventSourceParserStream;
  readonly prototype: EventSourceParserStream;
}
