// The events of one chunk, one after the other.

import { DATA, EVENT_STRIDE, type EventChunk, LAST_EVENT_ID, TYPE } from "./core/event-chunk.ts";
import { report } from "./report.ts";
import { SliceCache } from "./slice-cache.ts";
import type { ServerSentEvent } from "./types.ts";

type Parse = (data: string, type: string) => unknown;

export class EventCursor {
  readonly #chunk: EventChunk;
  readonly #origin: string;
  readonly #parse: Parse | undefined;
  readonly #types: SliceCache;
  readonly #lastEventIds: SliceCache;
  #offset = 0;

  constructor(chunk: EventChunk, origin: string, parse: Parse | undefined) {
    this.#chunk = chunk;
    this.#origin = origin;
    this.#parse = parse;
    this.#types = new SliceCache(chunk, TYPE);
    this.#lastEventIds = new SliceCache(chunk, LAST_EVENT_ID);
  }

  hasNext(): boolean {
    return this.#offset < this.#chunk.table.length;
  }

  /** The type of the next event. */
  get type(): string {
    return this.#types.at(this.#offset) || "message";
  }

  /** The next event as the server sent it. */
  next(): ServerSentEvent<string, string> {
    const offset = this.#offset;
    this.#offset = offset + EVENT_STRIDE;
    return {
      type: this.#types.at(offset) || "message",
      data: this.#chunk.string(offset, DATA),
      lastEventId: this.#lastEventIds.at(offset),
      origin: this.#origin,
    };
  }

  /** The same with what the caller's `parse` makes of its data. What that refuses is reported, and is no event. */
  nextParsed(): ServerSentEvent<string, unknown> | undefined {
    const event = this.next();
    if (!this.#parse) {
      return event;
    }
    try {
      return { ...event, data: this.#parse(event.data, event.type) };
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  /** The next event of a type that is wanted, by default of any, and that `parse` does not refuse, if there is one. */
  nextWanted(isWanted: ((type: string) => boolean) | undefined): ServerSentEvent<string, unknown> | undefined {
    while (this.hasNext()) {
      if (isWanted && !isWanted(this.type)) {
        this.skip();
        continue;
      }
      const event = this.nextParsed();
      if (event) {
        return event;
      }
    }
    return undefined;
  }

  /** Skips the next event, and those right behind it that are of the same type. */
  skip(): void {
    const { table } = this.#chunk;
    const [start, end] = [table[this.#offset], table[this.#offset + 1]];
    do {
      this.#offset += EVENT_STRIDE;
    } while (table[this.#offset] === start && table[this.#offset + 1] === end);
  }
}
