// The events of one chunk: their text, and a table of where each string lies in it.

/** A row of the table has the start and the end of an event's type, of its last event ID and of its data. */
export const EVENT_STRIDE = 6;
export const TYPE = 0;
export const LAST_EVENT_ID = 2;
export const DATA = 4;

export class EventChunk {
  /** Apart, because engines make substrings that keep their parent: a kept string keeps its segment, not its chunk. */
  readonly segments: readonly string[];
  /** Where each segment ends in the whole text. */
  readonly #ends: ArrayLike<number>;
  readonly table: Uint32Array;
  #segment = 0;

  constructor(segments: readonly string[], ends: ArrayLike<number>, table: Uint32Array) {
    this.segments = segments;
    this.#ends = ends;
    this.table = table;
  }

  get length(): number {
    return this.table.length / EVENT_STRIDE;
  }

  /** What the row that begins at `offset` has in this column. No string crosses a segment's end. */
  string(offset: number, column: number): string {
    const { table } = this;
    return this.slice(table[offset + column] as number, table[offset + column + 1] as number);
  }

  slice(start: number, end: number): string {
    const ends = this.#ends;
    let segment = this.#segment;
    while (end > (ends[segment] as number)) {
      segment++;
    }
    while (segment > 0 && start < (ends[segment - 1] as number)) {
      segment--;
    }
    this.#segment = segment;
    const base = segment > 0 ? (ends[segment - 1] as number) : 0;
    return (this.segments[segment] as string).slice(start - base, end - base);
  }
}
