// The contents of a piece: events and the lines between them, in order.

import { DATA, EVENT_STRIDE, type EventChunk, LAST_EVENT_ID, TYPE } from "../core/event-chunk.ts";

/** The core adds this to the start of the last event ID of an event whose own block has an `id`. */
const HAS_ID = 2 ** 31;

export class Piece {
  readonly #events: EventChunk;
  readonly #lines: string;
  readonly #lineTable: Uint32Array;
  #offset = 0;
  #line = 0;
  #lineStart = 0;
  // Equal values of consecutive events have the same range in the text, so they are cut once.
  readonly #type = new SliceCache();
  readonly #lastEventId = new SliceCache();

  /** `lineTable` has two numbers for each line: the number of events before it, and its end in `lines`. */
  constructor(events: EventChunk, lines: string, lineTable: Uint32Array) {
    this.#events = events;
    this.#lines = lines;
    this.#lineTable = lineTable;
  }

  get isOver(): boolean {
    return !this.hasEvent && this.#line === this.#lineTable.length;
  }

  get hasEvent(): boolean {
    return this.#offset < this.#events.table.length;
  }

  /** Returns the next line, if it comes before the next event. */
  line(): string | undefined {
    const events = this.#lineTable[this.#line];
    if (events === undefined || events * EVENT_STRIDE > this.#offset) {
      return undefined;
    }
    const start = this.#lineStart;
    this.#lineStart = this.#lineTable[this.#line + 1] as number;
    this.#line += 2;
    return this.#lines.slice(start, this.#lineStart);
  }

  /** Returns the next event. Its type is empty if it is `message`. */
  event(): { type: string; data: string; lastEventId: string; hasId: boolean } {
    const events = this.#events;
    const offset = this.#offset;
    const number = (column: number) => events.table[offset + column] as number;
    const idStart = number(LAST_EVENT_ID);
    const hasId = idStart >= HAS_ID;
    this.#offset += EVENT_STRIDE;
    return {
      type: this.#type.cut(events, number(TYPE), number(TYPE + 1)),
      data: events.slice(number(DATA), number(DATA + 1)),
      lastEventId: this.#lastEventId.cut(events, hasId ? idStart - HAS_ID : idStart, number(LAST_EVENT_ID + 1)),
      hasId,
    };
  }
}

class SliceCache {
  #start = -1;
  #end = -1;
  #value = "";

  /** The start alone is not enough: an empty range may start at the same place. */
  cut(events: EventChunk, start: number, end: number): string {
    if (start !== this.#start || end !== this.#end) {
      this.#start = start;
      this.#end = end;
      this.#value = events.slice(start, end);
    }
    return this.#value;
  }
}
