// The first request of a page, made while the core is being compiled. The session takes it over when it asks for the same.

import { follow, ignore, weakly } from "../platform/weakly.ts";
import type { PreparedRequest } from "../request/request.ts";
import type { Attempt } from "./attempt.ts";
import type { SourceDelegate } from "./source-delegate.ts";

export class EarlyRequest {
  /** Whether the session has asked for it. */
  isWanted = false;
  readonly prepared: PreparedRequest | Promise<PreparedRequest>;
  /** In an object: the promise may be missing where a caller's `fetch` gives nothing. */
  response: { readonly promise: unknown } | undefined;
  readonly #signal: AbortSignal;
  readonly #lastEventId: string;

  constructor(delegate: SourceDelegate, { signal }: Attempt, lastEventId: string) {
    this.#signal = signal;
    this.#lastEventId = lastEventId;
    this.prepared = this.#prepare(delegate);
    if ("then" in this.prepared) {
      follow(
        this.prepared,
        weakly(this, (early, request: PreparedRequest) => early.#send(request)),
        ignore,
      );
    } else {
      this.#send(this.prepared);
    }
  }

  #prepare(delegate: SourceDelegate): EarlyRequest["prepared"] {
    try {
      return delegate.prepare({ attempt: 1, trigger: "first", lastEventId: this.#lastEventId, signal: this.#signal });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #send(request: PreparedRequest): void {
    if (!this.#signal.aborted) {
      let promise: unknown;
      try {
        promise = request.send(this.#lastEventId, request.followsRedirects, this.#signal);
      } catch (error) {
        promise = Promise.reject(error);
      }
      this.response = { promise };
      // It may be rejected before the session takes it over.
      follow(promise, ignore, ignore);
    }
  }
}
