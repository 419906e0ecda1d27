// The contents of a piece, between the writer, which waits until all are taken, and the reader, which waits for more.

import type { EventSourceStreamMessage } from "../types/stream.ts";
import type { Piece } from "./piece.ts";

type Finish = (controller: ReadableStreamDefaultController) => void;

export class ParsedEvents {
  /** Reports a line when the reader has reached it. */
  readonly #tell: (line: string) => void;
  /** Receives the exception of such a report. */
  readonly #fail: (error: unknown) => void;
  #piece: Piece | undefined;
  #finish: Finish | undefined;
  #onArrival: (() => void) | undefined;
  #onTaken: (() => void) | undefined;

  constructor(tell: (line: string) => void, fail: (error: unknown) => void) {
    this.#tell = tell;
    this.#fail = fail;
  }

  get any(): boolean {
    return this.#piece !== undefined;
  }

  /** Adds a piece. The previous one must be empty, and this one must not be. */
  add(piece: Piece): void {
    this.#piece = piece;
    this.#onArrival?.();
  }

  /** Returns the next event, after reporting the lines before it. */
  next(): EventSourceStreamMessage | undefined {
    try {
      for (let line = this.#piece?.line(); line !== undefined; line = this.#piece?.line()) {
        this.#tell(line);
      }
    } catch (error) {
      this.#fail(error);
    }
    const piece = this.#piece;
    const event = piece?.hasEvent ? messageOf(piece) : undefined;
    if (piece?.isOver) {
      this.drop();
    }
    return event;
  }

  /** Ends the stream after the remaining contents. */
  end(finish: Finish): void {
    this.#finish ??= finish;
    this.#onArrival?.();
  }

  /** Ends the reader's stream in the way that was passed to `end`, if nothing is left. */
  finish(controller: ReadableStreamDefaultController): boolean {
    if (this.any || !this.#finish) {
      return false;
    }
    this.#finish(controller);
    return true;
  }

  /** Drops the contents: the reader is gone. */
  drop(): void {
    this.#piece = undefined;
    this.#onTaken?.();
  }

  /** Resolves when there is an event, or the end. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#onArrival = resolve;
      if (this.any || this.#finish) {
        resolve();
      }
    });
  }

  /** Resolves when all are taken. */
  taken(): Promise<void> {
    return new Promise((resolve) => {
      this.#onTaken = resolve;
      if (!this.any) {
        resolve();
      }
    });
  }
}

function messageOf(piece: Piece): EventSourceStreamMessage {
  const { type, data, lastEventId, hasId } = piece.event();
  return {
    type: type || "message",
    data,
    lastEventId,
    event: type || undefined,
    id: hasId ? lastEventId : undefined,
  };
}
