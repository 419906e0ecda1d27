// The parser that is fed with text and calls back. It calls back before `feed` returns, and always after the core has, so a
// callback may throw, feed or reset without harm. `feed` throws the exception of a callback; the next `feed` delivers the
// remaining events.

import { parserIsTerminated, parserNeedsObject } from "../errors/messages.ts";
import type { CreateParser, ParserConfig } from "../types/stream.ts";
import { MAX_BUFFER_SIZE, tooLarge } from "./limit.ts";
import { reportLine, wantedLines } from "./lines.ts";
import type { Piece } from "./piece.ts";
import { assertStack, type Chunk, StreamParser } from "./stream-parser.ts";

/** Creates the function for an entry; `ready` loads the core. */
export function createParserFactory(ready: () => void): CreateParser {
  return (config) => {
    if (typeof config === "function") {
      throw new TypeError(parserNeedsObject());
    }
    ready();
    const feeder = new Feeder(config);
    return {
      feed: (chunk) => feeder.feed(chunk),
      reset: (options) => feeder.reset(options?.consume),
    };
  };
}

class Feeder {
  readonly #callbacks: Omit<ParserConfig, "maxBufferSize">;
  readonly #limit: number;
  readonly #parser: StreamParser;
  /** More than one if a callback calls `feed`. */
  #chunks: Chunk[] = [];
  #piece: Piece | undefined;
  /** All of the last chunk was delivered, and its unfinished rest was not counted yet. */
  #isAtEnd = false;
  #isRunning = false;
  #isTerminated = false;

  constructor({ maxBufferSize = MAX_BUFFER_SIZE, ...callbacks }: ParserConfig) {
    this.#callbacks = callbacks;
    this.#limit = maxBufferSize;
    this.#parser = new StreamParser(wantedLines(callbacks), true);
  }

  feed(chunk: Chunk): void {
    assertStack();
    if (this.#isTerminated) {
      throw new Error(parserIsTerminated());
    }
    this.#chunks.push(chunk);
    if (!this.#isRunning) {
      this.#isRunning = true;
      try {
        while (this.#tell() || this.#parse() || this.#count() || this.#take());
      } finally {
        this.#isRunning = false;
      }
    }
  }

  reset(consume = false): void {
    assertStack();
    try {
      if (consume && !this.#isRunning && !this.#isTerminated && this.#parser.isInLine) {
        this.feed("\n");
      }
    } finally {
      this.#isTerminated = false;
      this.#forget();
    }
  }

  #forget(): void {
    this.#parser.restart();
    this.#chunks = [];
    this.#piece = undefined;
    this.#isAtEnd = false;
  }

  /** Delivers the next event or line of the piece, if there is one. */
  #tell(): boolean {
    const piece = this.#piece;
    const line = piece?.line();
    if (line !== undefined) {
      reportLine(line, this.#callbacks);
      return true;
    }
    if (piece?.hasEvent) {
      const { type, data, lastEventId, hasId } = piece.event();
      const { onEvent } = this.#callbacks;
      onEvent?.({ id: hasId ? lastEventId : undefined, event: type || undefined, data });
      return true;
    }
    return false;
  }

  /** Parses the next piece of the chunk, if there is one. */
  #parse(): boolean {
    this.#piece = this.#parser.next();
    return this.#piece !== undefined;
  }

  /** Counts the unfinished rest of the chunk. */
  #count(): boolean {
    if (this.#isAtEnd) {
      this.#isAtEnd = false;
      if (this.#parser.isBeyond(this.#limit)) {
        this.#isTerminated = true;
        this.#forget();
        const { onError } = this.#callbacks;
        onError?.(tooLarge(this.#limit));
      }
    }
    return false;
  }

  /** Takes the next chunk. */
  #take(): boolean {
    if (this.#chunks.length === 0) {
      return false;
    }
    this.#parser.write(this.#chunks.shift() as Chunk);
    this.#isAtEnd = true;
    return true;
  }
}
