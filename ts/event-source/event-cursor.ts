// The events of one chunk, one after the other.

import { DATA, EVENT_STRIDE, type EventChunk, LAST_EVENT_ID, TYPE } from "../core/event-chunk.ts";
import { report } from "../platform/report.ts";
import type { ServerSentEvent } from "../types/options.ts";

type Parse = (data: string, type: string) => unknown;

export class EventCursor {
  readonly #chunk: EventChunk;
  readonly #table: Uint32Array;
  readonly #origin: string;
  readonly #parse: Parse | undefined;
  #offset = 0;
  // A string that consecutive events share is cut out of the text once, and has the same place in it. The start alone does not
  // tell: nothing may lie before something.
  #typeStart = -1;
  #typeEnd = -1;
  #type = "";
  #idStart = -1;
  #idEnd = -1;
  #lastEventId = "";

  constructor(chunk: EventChunk, origin: string, parse: Parse | undefined) {
    this.#chunk = chunk;
    this.#table = chunk.table;
    this.#origin = origin;
    this.#parse = parse;
  }

  hasNext(): boolean {
    return this.#offset < this.#table.length;
  }

  /** The type of the next event. */
  get type(): string {
    const table = this.#table;
    const offset = this.#offset + TYPE;
    const start = table[offset] as number;
    const end = table[offset + 1] as number;
    if (start !== this.#typeStart || end !== this.#typeEnd) {
      this.#typeStart = start;
      this.#typeEnd = end;
      this.#type = this.#chunk.slice(start, end) || "message";
    }
    return this.#type;
  }

  /** Of the last event that was taken or skipped. */
  get lastEventId(): string | undefined {
    return this.#offset > 0 ? this.#idAt(this.#offset - EVENT_STRIDE) : undefined;
  }

  #idAt(offset: number): string {
    const start = this.#table[offset + LAST_EVENT_ID] as number;
    const end = this.#table[offset + LAST_EVENT_ID + 1] as number;
    if (start !== this.#idStart || end !== this.#idEnd) {
      this.#idStart = start;
      this.#idEnd = end;
      this.#lastEventId = this.#chunk.slice(start, end);
    }
    return this.#lastEventId;
  }

  /** The next event as the server sent it. */
  next(): ServerSentEvent<string, string> {
    const table = this.#table;
    const offset = this.#offset;
    const event = {
      type: this.type,
      data: this.#chunk.slice(table[offset + DATA] as number, table[offset + DATA + 1] as number),
      lastEventId: this.#idAt(offset),
      origin: this.#origin,
    };
    this.#offset = offset + EVENT_STRIDE;
    return event;
  }

  /** The same, with the result of the caller's `parse` as its data. If that throws, the exception is reported, and there is no event. */
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
    const table = this.#table;
    let offset = this.#offset;
    const start = table[offset + TYPE];
    const end = table[offset + TYPE + 1];
    do {
      offset += EVENT_STRIDE;
    } while (table[offset + TYPE] === start && table[offset + TYPE + 1] === end);
    this.#offset = offset;
  }
}
