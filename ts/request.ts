// The request of each attempt, made from the caller's options.

import { blockedBy } from "./blocked.ts";
import { keepErrorBody } from "./error-body.ts";
import { haveCustom, toHeaders } from "./headers.ts";
import { notAResponse } from "./messages.ts";
import type { Options } from "./options.ts";
import { withParameter } from "./query.ts";
import { tellingRedirects } from "./refused-redirect.ts";
import type { Attempt, HeadersOption } from "./types.ts";

/** What the core's `fetch` driver needs; it adds `Accept`, `Last-Event-ID`, cache mode, redirect mode and signal. */
export interface Prepared {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Headers;
  readonly customHeaders: boolean;
  /** Whether the last event ID goes into the URL instead of a header. */
  readonly idInUrl: boolean;
  /** Whether the browser makes no such request, whatever the network and the server do. */
  readonly blocked: boolean;
  fetch(url: string, init: RequestInit, lastEventId: string): Promise<Response>;
}

/** RFC 9110, "idempotent methods", and those made for queries. */
const IDEMPOTENT = /^(GET|HEAD|OPTIONS|PUT|DELETE|QUERY|REPORT)$/i;

export class RequestMaker {
  readonly url: string;
  readonly isIdempotent: boolean;
  readonly #options: Options;
  readonly #tellingRedirects: Options["fetch"];
  readonly #headers: Headers | Extract<HeadersOption, (...args: never) => unknown>;

  /** Throws a TypeError if the headers cannot be sent. To another origin, the core looks for a refusal itself. */
  constructor(url: string, options: Options, isCrossOrigin: boolean) {
    const { headers, method = "GET" } = options;
    this.url = url;
    this.isIdempotent = IDEMPOTENT.test(method);
    this.#options = options;
    const looks = method === "GET" && !isCrossOrigin && options.corsProbe !== false;
    this.#tellingRedirects = looks ? tellingRedirects() : undefined;
    this.#headers = typeof headers === "function" ? headers : toHeaders(headers ?? {});
  }

  /** Functions are asked anew for each attempt, never while the constructor runs. */
  prepare(attempt: Attempt): Prepared | Promise<Prepared> {
    const { body } = this.#options;
    const headers = this.#headers;
    if (typeof headers !== "function" && typeof body !== "function") {
      return this.#prepared(new Headers(headers), body);
    }
    return Promise.resolve().then(async () => {
      const given = typeof headers === "function" ? toHeaders(await headers(attempt)) : new Headers(headers);
      return this.#prepared(given, typeof body === "function" ? await body(attempt) : body);
    });
  }

  #prepared(headers: Headers, body: BodyInit | undefined): Prepared {
    const {
      withCredentials,
      credentials,
      method = "GET",
      mode = "cors",
      lastEventIdQueryParameterName,
    } = this.#options;
    // No prototype: a polluted Object.prototype must not reach the request.
    const init: RequestInit & { duplex?: string } = Object.create(null);
    init.method = method;
    init.mode = mode;
    init.credentials = credentials ?? (withCredentials ? "include" : "same-origin");
    for (const name of ["referrerPolicy", "priority"] as const) {
      const value = this.#options[name];
      if (value !== undefined) {
        Object.assign(init, { [name]: value });
      }
    }
    if (body !== undefined) {
      init.body = body;
      if (body instanceof ReadableStream) {
        init.duplex = "half";
      }
    }
    const { url } = this;
    return {
      url,
      init,
      headers,
      customHeaders: haveCustom(headers),
      idInUrl: lastEventIdQueryParameterName !== undefined,
      get blocked() {
        return blockedBy(url) !== undefined;
      },
      fetch: (address, made, lastEventId) =>
        this.#fetch(
          lastEventIdQueryParameterName && lastEventId
            ? withParameter(address, lastEventIdQueryParameterName, lastEventId)
            : address,
          made,
        ),
    };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const { fetch = this.#tellingRedirects ?? globalThis.fetch, readErrorBody } = this.#options;
    // Called as a plain function: the global one wants no other `this`.
    const response = await fetch(url, init);
    if (typeof response?.status !== "number" || typeof response.headers?.get !== "function") {
      throw new TypeError(notAResponse());
    }
    if (readErrorBody) {
      await keepErrorBody(response);
    }
    return response;
  }
}
