// What a piece has in it, between the writer, who waits until it is taken, and the reader, who waits for more.

import type { EventSourceStreamMessage } from "../types/stream.ts";
import type { Piece } from "./piece.ts";

type Finish = (controller: ReadableStreamDefaultController) => void;

export class ParsedEvents {
  /** Tells a line when the reader has come to it. */
  readonly #tell: (line: string) => void;
  /** Hears what that throws. */
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

  /** All before it must have been taken, and there must be something in it. */
  add(piece: Piece): void {
    this.#piece = piece;
    this.#onArrival?.();
  }

  /** The next event, when the lines before it have been told. */
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

  /** No more will come; what is here may still be taken. */
  end(finish: Finish): void {
    this.#finish ??= finish;
    this.#onArrival?.();
  }

  /** Does to the reader's stream what `end` was told, if nothing is left. */
  finish(controller: ReadableStreamDefaultController): boolean {
    if (this.any || !this.#finish) {
      return false;
    }
    this.#finish(controller);
    return true;
  }

  /** Nobody will take any more of it. */
  drop(): void {
    this.#piece = undefined;
    this.#onTaken?.();
  }

  /** When there is one, or the end. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#onArrival = resolve;
      if (this.any || this.#finish) {
        resolve();
      }
    });
  }

  /** When all have been taken. */
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
