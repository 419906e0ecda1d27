// What the leader's connection has brought, on its way to the other members. Messages are structured clones: what is in
// here must be cloneable, and comes without its methods.

import { errorBodyOf, setErrorBody } from "../error-body.ts";
import type { Answer } from "../messages.ts";
import { ROW } from "../row.ts";

/** Of an opened connection its URL, of a failed one the core's numbers, of one that was given up nothing. */
interface Detail {
  readonly url?: string;
  readonly numbers?: readonly number[];
  readonly answer?: Omit<Answer, "headers"> & {
    readonly headers: [string, string][];
    readonly body: string | undefined;
  };
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

  static failed(numbers: Float64Array, response: Answer | undefined, cause: unknown): Parcel {
    const answer = response && {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
      body: errorBodyOf(response),
    };
    return new Parcel("", new Uint32Array(), {
      numbers: [...numbers],
      ...(answer && { answer }),
      cause: cloneable(cause),
    });
  }

  /** Of a message's part; throws if it is none. */
  static from({ text, table, detail }: Parcel): Parcel {
    const { url = "", numbers = [] } = detail;
    const parcel = new Parcel(text, table, detail);
    if (
      ![text, url].every((one) => typeof one === "string") ||
      !(table instanceof Uint32Array) ||
      !numbers.every(Number.isFinite)
    ) {
      throw new TypeError();
    }
    parcel.answer();
    return parcel;
  }

  /** What the server answered to the attempt that failed. */
  answer(): Answer | undefined {
    const { answer } = this.detail;
    if (!answer) {
      return undefined;
    }
    const revived = { ...answer, headers: new Headers(answer.headers) };
    setErrorBody(revived, answer.body);
    return revived;
  }

  get length(): number {
    return this.table.length / ROW;
  }

  /** In bytes, about. */
  get size(): number {
    return 200 + 2 * this.text.length + this.table.byteLength;
  }

  id(row: number): string {
    return this.text.slice(...this.table.subarray(row * ROW + 2, row * ROW + 4));
  }

  slice(from: number, to: number): Parcel {
    return new Parcel(this.text, this.table.slice(from * ROW, to * ROW));
  }
}

function cloneable(cause: unknown): unknown {
  try {
    return structuredClone(cause);
  } catch {
    return String(cause);
  }
}
