// The network resources of one attempt, from the call for its headers to the end of its body.

import { type BodyReader, discard } from "./body-reader.ts";

export class Attempt {
  readonly number: number;
  readonly #controller = new AbortController();
  /** A body that is not read yet. */
  body: unknown;
  reader: BodyReader | undefined;

  constructor(number: number) {
    this.number = number;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the connection. Called again only if it threw, for lack of stack: perhaps before everybody had heard of it. */
  release(): void {
    if (this.signal.aborted) {
      this.signal.dispatchEvent(new Event("abort"));
    }
    this.#controller.abort();
    // A caller's own `fetch` may ignore the signal.
    this.reader?.cancel();
    discard(this.body);
    this.reader = this.body = undefined;
  }
}
