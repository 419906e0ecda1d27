// What a piece of a stream has in it: events, and lines between them, in their order.

import { DATA, EVENT_STRIDE, type EventChunk, LAST_EVENT_ID, TYPE } from "../core/event-chunk.ts";
import { SliceCache } from "../slice-cache.ts";

/** The core marks an event that has an `id` itself in the start of its last event ID. */
const HAS_ID = 2 ** 31;

export class Piece {
  readonly #events: EventChunk;
  readonly #types: SliceCache;
  readonly #lastEventIds: SliceCache;
  readonly #lines: string;
  readonly #lineTable: Uint32Array;
  #offset = 0;
  #line = 0;
  #lineStart = 0;

  /** `lineTable` has two numbers for each line: how many events come before it, and where it ends in `lines`. */
  constructor(events: EventChunk, lines: string, lineTable: Uint32Array) {
    this.#events = events;
    this.#types = new SliceCache(events, TYPE);
    this.#lastEventIds = new SliceCache(events, LAST_EVENT_ID);
    this.#lines = lines;
    this.#lineTable = lineTable;
  }

  get isOver(): boolean {
    return !this.hasEvent && this.#line === this.#lineTable.length;
  }

  get hasEvent(): boolean {
    return this.#offset < this.#events.table.length;
  }

  /** The next line, if it comes before the next event. */
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

  /** The next event, whose type is empty if it is `message`. */
  event(): { type: string; data: string; lastEventId: string; hasId: boolean } {
    const { table } = this.#events;
    const offset = this.#offset;
    const start = table[offset + LAST_EVENT_ID] as number;
    const hasId = start >= HAS_ID;
    if (hasId) {
      table[offset + LAST_EVENT_ID] = start - HAS_ID;
    }
    this.#offset += EVENT_STRIDE;
    return {
      type: this.#types.at(offset),
      data: this.#events.string(offset, DATA),
      lastEventId: this.#lastEventIds.at(offset),
      hasId,
    };
  }
}
