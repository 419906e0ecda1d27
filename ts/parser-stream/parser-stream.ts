// The parser as a transform stream. All that a piece of a chunk has in it comes over from the core in one call; the next
// piece is parsed when it is through.

import { badOption } from "../messages.ts";
import type {
  EventSourceParserStreamConstructor,
  EventSourceParserStreamOptions,
  LineCallbacks,
} from "../stream-types.ts";
import { createEventStream } from "./event-stream.ts";
import { MAX_BUFFER_SIZE, tooLarge } from "./limit.ts";
import { tellLine, wantedLines } from "./lines.ts";
import { ParsedEvents } from "./parsed-events.ts";
import { assertStack, StreamParser } from "./stream-parser.ts";

/** Makes the class for an entry, whose way to load the core is `ready`. */
export function createParserStream(ready: () => void): EventSourceParserStreamConstructor {
  return class EventSourceParserStream {
    readonly readable: ReturnType<typeof createEventStream>;
    readonly writable: WritableStream<BufferSource | string>;

    constructor(options: EventSourceParserStreamOptions = {}) {
      const { maxBufferSize = MAX_BUFFER_SIZE } = options;
      if (typeof maxBufferSize !== "number" || !(maxBufferSize > 0)) {
        throw new TypeError(badOption("maxBufferSize", "a number of characters above 0", maxBufferSize));
      }
      for (const name of ["onComment", "onId", "onRetry"] as const) {
        if (options[name] !== undefined && typeof options[name] !== "function") {
          throw new TypeError(badOption(name, "a function", options[name]));
        }
      }
      ready();
      const sink = new Sink(options, maxBufferSize);
      this.writable = new WritableStream(sink);
      this.readable = createEventStream(sink.events, (reason) => sink.cancel(reason));
    }
  };
}

class Sink implements UnderlyingSink<BufferSource | string> {
  readonly events: ParsedEvents;
  readonly #limit: number;
  readonly #onError: LineCallbacks["onError"];
  #parser: StreamParser | undefined;
  #controller: WritableStreamDefaultController | undefined;

  constructor({ onError, onComment, onId, onRetry }: EventSourceParserStreamOptions, limit: number) {
    this.#limit = limit;
    this.#onError = onError === "terminate" ? fail : typeof onError === "function" ? onError : undefined;
    const callbacks = { onError: this.#onError, onComment, onId, onRetry };
    this.#parser = new StreamParser(wantedLines(callbacks));
    this.events = new ParsedEvents(
      (line) => tellLine(line, callbacks),
      (error) => this.cancel(error),
    );
  }

  start(controller: WritableStreamDefaultController): void {
    this.#controller = controller;
  }

  async write(chunk: BufferSource | string): Promise<void> {
    try {
      assertStack();
      this.#parser?.write(chunk);
      for (let piece = this.#parser?.next(); piece; piece = this.#parser?.next()) {
        this.events.add(piece);
        await this.events.taken();
      }
      if (this.#parser?.isBeyond(this.#limit)) {
        const error = tooLarge(this.#limit);
        this.#onError?.(error);
        throw error;
      }
    } catch (error) {
      this.abort(error);
      throw error;
    }
  }

  close(): void {
    this.#free();
    this.events.end((controller) => controller.close());
  }

  abort(reason: unknown): void {
    this.#free();
    this.events.end((controller) => controller.error(reason));
  }

  /** The reader is gone, or a callback has thrown: nothing is read any more. */
  cancel(reason: unknown): void {
    this.abort(reason);
    this.#controller?.error(reason);
    this.events.drop();
  }

  #free(): void {
    this.#parser?.free();
    this.#parser = undefined;
  }
}

function fail(error: unknown): never {
  throw error;
}
