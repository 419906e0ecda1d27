// What the leader's connection has brought, on its way to the other members. Messages are structured clones: what is in
// here must be cloneable, and comes without its methods.

import { EVENT_STRIDE, EventChunk } from "../core/event-chunk.ts";
import type { Failure } from "../core/wire.ts";
import type { ResponseHead } from "../driver/response-head.ts";

/** Of an opened connection its URL, of a failed one the core's numbers, of one that was given up nothing. */
interface Detail {
  readonly url?: string;
  readonly failure?: Failure;
  readonly answer?: Omit<ResponseHead, "headers"> & { readonly headers: [string, string][] };
  readonly cause?: unknown;
}

export class Parcel {
  readonly text: string;
  readonly table: Uint32Array;
  readonly detail: Detail;

  constructor(text: string, table: Uint32Array, detail: Detail = {}) {
    this.text = text;
    this.table = table;
    this.detail = detail;
  }

  static opened(url: string): Parcel {
    return new Parcel("", new Uint32Array(), { url });
  }

  static givenUp(): Parcel {
    return new Parcel("", new Uint32Array());
  }

  static failed(failure: Failure, response: ResponseHead | undefined, cause: unknown): Parcel {
    const answer = response && { ...response, headers: [...response.headers] };
    return new Parcel("", new Uint32Array(), {
      failure,
      ...(answer && { answer }),
      cause: cloneable(cause),
    });
  }

  /** Of a message's part; throws if it is none. */
  static from({ text, table, detail }: Parcel): Parcel {
    const { url = "" } = detail;
    const parcel = new Parcel(text, table, detail);
    if (![text, url].every((one) => typeof one === "string") || !(table instanceof Uint32Array)) {
      throw new TypeError();
    }
    parcel.answer();
    return parcel;
  }

  /** What the server answered to the attempt that failed. */
  answer(): ResponseHead | undefined {
    const { answer } = this.detail;
    return answer && { ...answer, headers: new Headers(answer.headers) };
  }

  chunk(): EventChunk {
    return new EventChunk([this.text], [this.text.length], this.table);
  }

  get length(): number {
    return this.table.length / EVENT_STRIDE;
  }

  /** In bytes, about. */
  get size(): number {
    return 200 + 2 * this.text.length + this.table.byteLength;
  }

  id(row: number): string {
    return this.text.slice(...this.table.subarray(row * EVENT_STRIDE + 2, row * EVENT_STRIDE + 4));
  }

  slice(from: number, to: number): Parcel {
    return new Parcel(this.text, this.table.slice(from * EVENT_STRIDE, to * EVENT_STRIDE));
  }
}

function cloneable(cause: unknown): unknown {
  try {
    return structuredClone(cause);
  } catch {
    return String(cause);
  }
}
