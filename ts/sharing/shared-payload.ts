// An item of the leader's connection, as it is sent to the other participants. It is posted as a structured clone, which
// loses its methods.

import { EVENT_STRIDE, EventChunk, LAST_EVENT_ID } from "../core/event-chunk.ts";
import type { Payload } from "../core/sharing-core.ts";
import type { Failure } from "../core/wire.ts";
import type { ResponseHead } from "../driver/response-head.ts";

/** The URL of an opened connection, or the failure of a failed one; empty for a suspended one. */
interface Detail {
  readonly url?: string;
  readonly failure?: Failure;
  readonly response?: Omit<ResponseHead, "headers" | "body"> & { readonly headers: readonly [string, string][] };
  readonly cause?: unknown;
}

/** The posted form. */
interface Cloned {
  readonly segments: readonly string[];
  readonly table: Uint32Array<ArrayBuffer>;
  readonly detail: Detail;
}

export class SharedPayload implements Payload<SharedPayload> {
  readonly events: EventChunk;
  readonly detail: Detail;

  constructor(events: EventChunk, detail: Detail = {}) {
    this.events = events;
    this.detail = detail;
  }

  static opened(url: string): SharedPayload {
    return new SharedPayload(noEvents(), { url });
  }

  static givenUp(): SharedPayload {
    return new SharedPayload(noEvents());
  }

  static failed(failure: Failure, response: ResponseHead | undefined, cause: unknown): SharedPayload {
    const { body, headers, ...head } = response ?? { headers: undefined };
    return new SharedPayload(noEvents(), {
      failure,
      ...(headers && { response: { ...(head as ResponseHead), headers: pairsOf(headers) } }),
      cause,
    });
  }

  /** Restores a payload from a part of a message; throws if it is invalid. */
  static from({ segments, table, detail }: Cloned): SharedPayload {
    const { url = "" } = detail;
    const length = segments.reduce((sum, segment) => sum + segment.length, 0);
    if (![url, ...segments].every((text) => typeof text === "string") || !isTable(table, length)) {
      throw new TypeError();
    }
    const payload = new SharedPayload(chunkOf(segments, table), detail);
    payload.response();
    return payload;
  }

  clone(): Cloned {
    const { segments, table } = this.events;
    // The leader's own source receives the original exception.
    const detail = { ...this.detail, cause: cloneable(this.detail.cause) };
    return { segments, table: table as Uint32Array<ArrayBuffer>, detail };
  }

  /** Returns the response to the failed attempt. */
  response(): ResponseHead | undefined {
    const { response } = this.detail;
    return response && { ...response, body: undefined, headers: new Headers(response.headers as [string, string][]) };
  }

  get length(): number {
    return this.events.length;
  }

  get size(): number {
    const { segments, table } = this.events;
    return segments.reduce((size, { length }) => size + 2 * length, 200 + table.byteLength);
  }

  get ids(): string {
    const { events } = this;
    const ids: string[] = [];
    for (let offset = 0; offset < events.table.length; offset += EVENT_STRIDE) {
      ids.push(
        events.slice(
          events.table[offset + LAST_EVENT_ID] as number,
          events.table[offset + LAST_EVENT_ID + 1] as number,
        ),
      );
    }
    while (ids.length > 1 && ids.at(-1) === ids.at(-2)) {
      ids.pop();
    }
    return ids.join("\n");
  }

  slice(from: number, to: number): SharedPayload {
    const { segments, table } = this.events;
    const rows = table.slice(from * EVENT_STRIDE, to * EVENT_STRIDE);
    return new SharedPayload(chunkOf(segments, rows), this.detail);
  }
}

function noEvents(): EventChunk {
  return chunkOf([], new Uint32Array());
}

function chunkOf(segments: readonly string[], table: Uint32Array): EventChunk {
  const ends: number[] = [];
  let end = 0;
  for (const { length } of segments) {
    end += length;
    ends.push(end);
  }
  return new EventChunk(segments, ends, table);
}

/** Whether it is a valid table of strings in a text of this length. */
function isTable(table: unknown, length: number): boolean {
  return table instanceof Uint32Array && table.length % EVENT_STRIDE === 0 && table.every((offset) => offset <= length);
}

/** The headers of a caller's own response may be any value. */
function pairsOf(headers: Headers): [string, string][] {
  try {
    return [...new Headers([...headers])];
  } catch {
    return [];
  }
}

function cloneable(cause: unknown): unknown {
  try {
    return structuredClone(cause);
  } catch {
    return shown(cause);
  }
}

function shown(cause: unknown): string | undefined {
  try {
    return String(cause);
  } catch {
    return undefined;
  }
}
