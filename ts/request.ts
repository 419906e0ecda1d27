// The request of each attempt, made from the caller's options.

import { haveCustom, toHeaders } from "./headers.ts";
import type { Attempt, HeadersOption } from "./types.ts";

/** What the core's `fetch` driver needs; it adds `Accept`, `Last-Event-ID`, cache mode, redirect mode and signal. */
export interface Prepared {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Headers;
  readonly customHeaders: boolean;
  /** Whether the browser makes no such request, whatever the network and the server do. */
  readonly blocked: boolean;
  fetch(url: string, init: RequestInit): Promise<Response>;
}

export class RequestMaker {
  readonly url: string;
  readonly #withCredentials: boolean;
  readonly #headers: Headers | ((attempt: Attempt) => HeadersInit | Promise<HeadersInit>);

  /** Throws a TypeError if the headers cannot be sent. */
  constructor(url: string, withCredentials: boolean, headers: HeadersOption | undefined) {
    this.url = url;
    this.#withCredentials = withCredentials;
    this.#headers = typeof headers === "function" ? headers : toHeaders(headers ?? {});
  }

  /** A function is asked anew for each attempt, never while the constructor runs. */
  prepare(attempt: Attempt): Prepared | Promise<Prepared> {
    const given = this.#headers;
    if (typeof given !== "function") {
      return this.#prepared(new Headers(given));
    }
    return Promise.resolve()
      .then(() => given(attempt))
      .then((headers) => this.#prepared(toHeaders(headers)));
  }

  #prepared(headers: Headers): Prepared {
    // No prototype: a polluted Object.prototype must not reach the request.
    const init: RequestInit = Object.create(null);
    init.method = "GET";
    init.mode = "cors";
    init.credentials = this.#withCredentials ? "include" : "same-origin";
    return {
      url: this.url,
      init,
      headers,
      customHeaders: haveCustom(headers),
      blocked: isUnfetchable(this.url),
      fetch: (url, made) => fetch(url, made),
    };
  }
}

/** Fetch standard, "fetch scheme", and whatever scheme the page itself was fetched by, as in app shells. */
function isUnfetchable(url: string): boolean {
  const { protocol } = new URL(url);
  return !/^https?:$/.test(protocol) && protocol !== globalThis.location?.protocol;
}
