// A string of a chunk that one event after the other has, such as their type: cut out of the text once.

import type { EventChunk } from "./core/event-chunk.ts";

export class SliceCache {
  readonly #chunk: EventChunk;
  readonly #column: number;
  #start = -1;
  #end = -1;
  #value = "";

  constructor(chunk: EventChunk, column: number) {
    this.#chunk = chunk;
    this.#column = column;
  }

  /** What repeats has the same place in the text. Its start alone does not tell: nothing may lie before something. */
  at(offset: number): string {
    const { table } = this.#chunk;
    const start = table[offset + this.#column] as number;
    const end = table[offset + this.#column + 1] as number;
    if (start !== this.#start || end !== this.#end) {
      this.#start = start;
      this.#end = end;
      this.#value = this.#chunk.slice(start, end);
    }
    return this.#value;
  }
}
