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
    const event = {
      type: this.type,
      data: this.#chunk.string(offset, DATA),
      lastEventId: this.#lastEventIds.at(offset),
      origin: this.#origin,
    };
    this.#offset += EVENT_STRIDE;
    return event;
  }

  skip(): void {
    this.#offset += EVENT_STRIDE;
  }

  /** The next event of a type that is wanted, and that `parse` does not refuse; `undefined` when there is none. */
  nextWanted(isWanted: (type: string) => boolean): ServerSentEvent<string, unknown> | undefined {
    while (this.hasNext()) {
      if (isWanted(this.type)) {
        const event = this.parsed(this.next());
        if (event) {
          return event;
        }
      } else {
        this.skip();
      }
    }
    return undefined;
  }

  /** The event with what the caller's `parse` makes of its data. What it refuses is reported, and is no event. */
  parsed(event: ServerSentEvent<string, string>): ServerSentEvent<string, unknown> | undefined {
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
}
