// The parser as a transform stream. The core returns all contents of a piece in one call; the next piece is parsed when they
// are taken.

import { badOption } from "../errors/messages.ts";
import type {
  EventSourceParserStreamConstructor,
  EventSourceParserStreamOptions,
  LineCallbacks,
} from "../types/stream.ts";
import { createEventStream } from "./event-stream.ts";
import { MAX_BUFFER_SIZE, tooLarge } from "./limit.ts";
import { reportLine, wantedLines } from "./lines.ts";
import { ParsedEvents } from "./parsed-events.ts";
import { StreamParser } from "./stream-parser.ts";

/** Creates the class for an entry: `load` loads its core. */
export function createParserStream(load: () => Promise<void>): EventSourceParserStreamConstructor {
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
      const sink = new ParserSink(options, maxBufferSize, load);
      this.writable = new WritableStream(sink);
      this.readable = createEventStream(sink.events, (reason) => sink.cancel(reason));
    }
  };
}

class ParserSink implements UnderlyingSink<BufferSource | string> {
  readonly events: ParsedEvents;
  readonly #limit: number;
  readonly #onError: LineCallbacks["onError"];
  readonly #load: () => Promise<void>;
  readonly #wanted: number;
  #parser: StreamParser | undefined;
  #isOver = false;
  #controller: WritableStreamDefaultController | undefined;

  constructor(
    { onError, onComment, onId, onRetry }: EventSourceParserStreamOptions,
    limit: number,
    load: () => Promise<void>,
  ) {
    this.#limit = limit;
    this.#load = load;
    this.#onError = onError === "terminate" ? fail : typeof onError === "function" ? onError : undefined;
    const callbacks = { onError: this.#onError, onComment, onId, onRetry };
    this.#wanted = wantedLines(callbacks);
    this.events = new ParsedEvents(
      (line) => reportLine(line, callbacks),
      (error) => this.cancel(error),
    );
  }

  /** Chunks wait until the core is loaded. */
  async start(controller: WritableStreamDefaultController): Promise<void> {
    this.#controller = controller;
    try {
      await this.#load();
      this.#parser = this.#isOver ? undefined : new StreamParser(this.#wanted);
    } catch (error) {
      this.abort(error);
      throw error;
    }
  }

  async write(chunk: BufferSource | string): Promise<void> {
    try {
      // A caller may write with a nearly full stack; after this the whole stack is available to the core.
      await undefined;
      this.#parser?.write(chunk);
      for (let piece = this.#parser?.next(); piece; piece = this.#parser?.next()) {
        if (!piece.isOver) {
          this.events.add(piece);
          await this.events.taken();
        }
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

  /** The reader is gone, or a callback has thrown, so reading stops. */
  cancel(reason: unknown): void {
    this.abort(reason);
    this.#controller?.error(reason);
    this.events.drop();
  }

  #free(): void {
    this.#isOver = true;
    this.#parser?.free();
    this.#parser = undefined;
  }
}

function fail(error: unknown): never {
  throw error;
}
