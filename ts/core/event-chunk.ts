// The events of one chunk: their text, and a table of where each string lies in it.

/** A row of the table has the start and the end of an event's type, of its last event ID and of its data. */
export const EVENT_STRIDE = 6;
export const TYPE = 0;
export const LAST_EVENT_ID = 2;
export const DATA = 4;

/** In UTF-16 units. Other segments are smaller. */
const GIANT = 1 << 16;
const SHORT = 1 << 12;

export class EventChunk {
  /** Apart, because engines make substrings that keep their parent: a kept string keeps its segment, not its chunk. */
  readonly segments: readonly string[];
  /** Where each segment ends in the whole text. */
  readonly #ends: ArrayLike<number>;
  readonly table: Uint32Array;
  /** The segment that was looked into last, and where it lies in the whole text. */
  #segment = "";
  #from = 0;
  #to = 0;

  constructor(segments: readonly string[], ends: ArrayLike<number>, table: Uint32Array) {
    this.segments = segments;
    this.#ends = ends;
    this.table = table;
  }

  get length(): number {
    return this.table.length / EVENT_STRIDE;
  }

  /** A string of the table's. None crosses a segment's end. */
  slice(start: number, end: number): string {
    if (start < this.#from || end > this.#to) {
      this.#seek(end);
    }
    const slice = this.#segment.slice(start - this.#from, end - this.#from);
    // Engines make substrings that keep their parent: an ID must not keep the giant event that it came with.
    return this.#segment.length > GIANT && slice.length < SHORT ? Array.from(slice).join("") : slice;
  }

  /** Looks into the segment that has what ends here. */
  #seek(end: number): void {
    let index = 0;
    while (end > (this.#ends[index] as number)) {
      index++;
    }
    this.#segment = this.segments[index] ?? "";
    this.#from = index > 0 ? (this.#ends[index - 1] as number) : 0;
    this.#to = this.#ends[index] as number;
  }
}
