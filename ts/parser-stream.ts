// The parser as a transform stream. All events of a chunk come over from the core in one call; the next chunk is parsed
// when they are through.

import { createEventStream } from "./event-stream.ts";
import { badOption, streamTooLarge } from "./messages.ts";
import { ParsedEvents } from "./parsed-events.ts";
import { StreamParser } from "./stream-core.ts";
import type { EventSourceParserStreamConstructor, EventSourceParserStreamOptions } from "./stream-types.ts";
import { Utf8Bytes } from "./utf8-bytes.ts";

const MAX_BUFFER_SIZE = 64 << 20;

/** The bytes that are parsed at once: as many as the class reads at once, for the same reasons (`ts/driver/body-reader.ts`). */
const PIECE = 1 << 16;

/** Makes the class for an entry, whose way to load the core is `ready`. */
export function createParserStream(ready: () => void): EventSourceParserStreamConstructor {
  return class EventSourceParserStream {
    readonly readable: ReturnType<typeof createEventStream>;
    readonly writable: WritableStream<BufferSource | string>;

    constructor({ onRetry, maxBufferSize = MAX_BUFFER_SIZE }: EventSourceParserStreamOptions = {}) {
      if (typeof maxBufferSize !== "number" || !(maxBufferSize > 0)) {
        throw new TypeError(badOption("maxBufferSize", "a number of bytes above 0", maxBufferSize));
      }
      if (onRetry !== undefined && typeof onRetry !== "function") {
        throw new TypeError(badOption("onRetry", "a function", onRetry));
      }
      ready();
      const sink = new Sink(new StreamParser(maxBufferSize), onRetry);
      this.writable = new WritableStream(sink);
      this.readable = createEventStream(sink.events, (reason) => sink.cancel(reason));
    }
  };
}

class Sink implements UnderlyingSink<BufferSource | string> {
  readonly events = new ParsedEvents();
  readonly #bytes = new Utf8Bytes();
  readonly #onRetry: ((milliseconds: number) => void) | undefined;
  #parser: StreamParser | undefined;
  #controller: WritableStreamDefaultController | undefined;
  /** What the core says of a chunk besides its events. */
  #retry: number | undefined;

  constructor(parser: StreamParser, onRetry: ((milliseconds: number) => void) | undefined) {
    this.#parser = parser;
    this.#onRetry = onRetry;
  }

  start(controller: WritableStreamDefaultController): void {
    this.#controller = controller;
  }

  async write(chunk: BufferSource | string): Promise<void> {
    try {
      const bytes = this.#bytes.of(chunk);
      for (let start = 0; this.#parser && start < bytes.length; start += PIECE) {
        this.#push(bytes.subarray(start, start + PIECE));
        await this.events.taken();
      }
    } catch (error) {
      this.abort(error);
      throw error;
    }
  }

  #push(piece: Uint8Array): void {
    const isRead = this.#parser?.push(piece, this);
    if (this.#retry !== undefined) {
      this.#onRetry?.(this.#retry);
      this.#retry = undefined;
    }
    if (!isRead) {
      throw new RangeError(streamTooLarge());
    }
  }

  /** Called by the core; so is `retry`. The table is its own. */
  receive(text: string, table: Uint32Array): void {
    this.events.add(text, table.slice());
  }

  retry(milliseconds: number): void {
    this.#retry = milliseconds;
  }

  close(): void {
    this.#free();
    this.events.end((controller) => controller.close());
  }

  abort(reason: unknown): void {
    this.#free();
    this.events.end((controller) => controller.error(reason));
  }

  cancel(reason: unknown): void {
    this.#free();
    this.#controller?.error(reason);
    this.events.drop();
  }

  #free(): void {
    this.#parser?.free();
    this.#parser = undefined;
  }
}
