// Copies the events of a chunk out of a core's memory.

import { decode } from "./decode.ts";
import { EventChunk } from "./event-chunk.ts";
import type { CoreInstance } from "./instance.ts";

/** Address and length of the text, of the table and of the segments, then the units of `ChunkReader`'s held text. */
export type ChunkPlaces = readonly [number, number, number, number, number, number, number];

export class ChunkReader {
  /** The start of the unfinished event's data, if that is large: the core's memory would never shrink again. */
  #held = "";

  /** Nothing of what is held belongs to what comes. */
  forget(): void {
    this.#held = "";
  }

  read({ bytes, words }: CoreInstance, places: ChunkPlaces): EventChunk {
    const [text, length, table, rows, segments, pairs, heldUnits] = places;
    const texts: string[] = [];
    const ends: number[] = [];
    // What was held is of an event that was given up, unless the core counts on it.
    let before = heldUnits ? this.#held : "";
    let [from, fromUnit] = [0, heldUnits];
    for (let pair = segments / 4; pair < segments / 4 + pairs; pair += 2) {
      const [to, toUnit] = [words[pair] as number, words[pair + 1] as number];
      texts.push(before + decode(bytes, text + from, text + to, toUnit - fromUnit));
      ends.push(toUnit);
      before = "";
      [from, fromUnit] = [to, toUnit];
    }
    if (length > 0) {
      this.#held = before + decode(bytes, text + from, text + length);
    }
    return new EventChunk(texts, ends, words.slice(table / 4, table / 4 + rows));
  }
}
