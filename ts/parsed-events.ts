// The events of one chunk, between the writer, who waits until they are taken, and the reader, who waits for more.

import { Repeated } from "./repeated.ts";
import { ROW } from "./row.ts";
import type { EventSourceMessage } from "./stream-types.ts";

type Finish = (controller: ReadableStreamDefaultController) => void;

export class ParsedEvents {
  #text = "";
  #table: Uint32Array = new Uint32Array();
  #row = 0;
  #type = new Repeated();
  #lastEventId = new Repeated();
  #finish: Finish | undefined;
  #onArrival: (() => void) | undefined;
  #onTaken: (() => void) | undefined;

  get any(): boolean {
    return this.#row < this.#table.length;
  }

  /** All before them must have been taken. */
  add(text: string, table: Uint32Array): void {
    this.#text = text;
    this.#table = table;
    this.#row = 0;
    this.#type = new Repeated();
    this.#lastEventId = new Repeated();
    this.#onArrival?.();
  }

  /** Cuts the next one out of the text. */
  take(): EventSourceMessage {
    const [text, table, row] = [this.#text, this.#table, this.#row];
    const event = {
      type: this.#type.cut(text, table[row], table[row + 1]) || "message",
      data: text.slice(table[row + 4], table[row + 5]),
      lastEventId: this.#lastEventId.cut(text, table[row + 2], table[row + 3]),
    };
    this.#row += ROW;
    if (!this.any) {
      this.#onTaken?.();
    }
    return event;
  }

  /** No more will come; those that are here may still be taken. */
  end(finish: Finish): void {
    this.#finish = finish;
    this.#onArrival?.();
  }

  /** Does to the reader's stream what `end` was told. */
  finish(controller: ReadableStreamDefaultController): void {
    this.#finish?.(controller);
  }

  /** Nobody will take any more. */
  drop(): void {
    this.#row = this.#table.length;
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
