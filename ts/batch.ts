// The events of one chunk, one after the other.

import { Repeated } from "./repeated.ts";
import { report } from "./report.ts";
import { ROW } from "./row.ts";
import type { ServerSentEvent } from "./types.ts";

type Parse = (data: string, type: string) => unknown;

export class Batch {
  readonly #text: string;
  readonly #origin: string;
  readonly #parse: Parse | undefined;
  #table: Uint32Array;
  #row = 0;
  readonly #type = new Repeated();
  readonly #lastEventId = new Repeated();

  constructor(text: string, table: Uint32Array, origin: string, parse: Parse | undefined) {
    this.#text = text;
    this.#table = table;
    this.#origin = origin;
    this.#parse = parse;
  }

  hasNext(): boolean {
    return this.#row < this.#table.length;
  }

  /** The next event whose type is wanted, and that can be parsed; `undefined` when there is none. */
  next(isWanted?: (type: string) => boolean): ServerSentEvent<string, unknown> | undefined {
    const text = this.#text;
    const table = this.#table;
    while (this.hasNext()) {
      const row = this.#row;
      this.#row += ROW;
      const type = this.#type.cut(text, table[row], table[row + 1]) || "message";
      if (!isWanted || isWanted(type)) {
        const data = text.slice(table[row + 4], table[row + 5]);
        try {
          return {
            type,
            data: this.#parse ? this.#parse(data, type) : data,
            lastEventId: this.#lastEventId.cut(text, table[row + 2], table[row + 3]),
            origin: this.#origin,
          };
        } catch (error) {
          report(error);
        }
      }
    }
    return undefined;
  }

  /** The core uses its table again for the next chunk. */
  own(): void {
    this.#table = this.#table.slice();
  }
}
