// Copies the events of a chunk out of a core's memory.

import { decode } from "./decode.ts";
import { EventChunk } from "./event-chunk.ts";
import type { CoreInstance } from "./instance.ts";

/** The last of a chunk's numbers. */
const HELD_UNITS = 6;

export class ChunkReader {
  /** The start of the unfinished event's data, if that is large: the core's memory would never shrink again. */
  #held = "";

  /** Nothing of what is held belongs to what comes. */
  forget(): void {
    this.#held = "";
  }

  /**
   * At this place of `numbers` are address and length of the text, of the table and of the segments, then how many units
   * are held.
   */
  read({ bytes, words }: CoreInstance, numbers: ArrayLike<number>, at: number): EventChunk {
    const number = (index: number) => numbers[at + index] as number;
    const text = number(0);
    const length = number(1);
    const table = number(2) / 4;
    const pairs = number(4) / 4;
    const pairsEnd = pairs + number(5);
    const heldUnits = number(HELD_UNITS);
    const texts: string[] = [];
    const ends: number[] = [];
    // The text that was held is of an event that was given up, unless the core counts on it.
    let before = heldUnits ? this.#held : "";
    let from = 0;
    let fromUnit = heldUnits;
    for (let pair = pairs; pair < pairsEnd; pair += 2) {
      const to = words[pair] as number;
      const toUnit = words[pair + 1] as number;
      texts.push(before + decode(bytes, text + from, text + to, toUnit - fromUnit));
      ends.push(toUnit);
      before = "";
      from = to;
      fromUnit = toUnit;
    }
    if (length > 0) {
      this.#held = before + decode(bytes, text + from, text + length);
    }
    return new EventChunk(texts, ends, words.slice(table, table + number(3)));
  }
}
