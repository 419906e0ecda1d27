// Makes the request of each attempt from the caller's options.

import type { Blockage } from "../core/wire.ts";
import { conflict } from "../errors/messages.ts";
import { forCaller, type HeaderRecord, haveCustom, toHeaders } from "../options/headers.ts";
import type { Options } from "../options/options.ts";
import { parse } from "../platform/webidl.ts";
import { outsideZones, type Run } from "../platform/zone.ts";
import type { Attempt, HeadersOption } from "../types/options.ts";
import { blockedBy } from "./blocked.ts";
import { withParameter } from "./query.ts";

/** The request of one attempt. */
export interface PreparedRequest {
  /** Whether it has headers that would follow a redirect to another origin. */
  readonly customHeaders: boolean;
  /** Whether the first request follows redirects. */
  readonly followsRedirects: boolean;
  /** Returns what has probably blocked the last request, which failed. */
  blockage(): Promise<Blockage | undefined>;
  /** Sends the request. A caller's `fetch` may return any value. May throw. */
  send(lastEventId: string, followRedirects: boolean, signal: AbortSignal): unknown;
  /** Sends a request without credentials and without permission to read: any response shows that the server is there. */
  probe(signal: AbortSignal): Promise<unknown>;
}

type HeadersFunction = Extract<HeadersOption, (...args: never) => unknown>;

/** RFC 9110, "idempotent methods", and the methods for queries. */
const IDEMPOTENT = /^(GET|HEAD|OPTIONS|PUT|DELETE|QUERY|REPORT)$/i;

export class RequestMaker {
  readonly url: string;
  readonly isGet: boolean;
  readonly isIdempotent: boolean;
  /** CORS applies to cross-origin requests only. */
  readonly isCrossOrigin: boolean;
  /** The URL of the request. */
  readonly #address: string;
  readonly #options: Options;
  readonly #run: Run;
  readonly #headers: HeaderRecord | HeadersFunction;

  /** Throws a TypeError if the headers cannot be sent. */
  constructor(url: string, options: Options, isCrossOrigin: boolean, run: Run) {
    const { headers, method = "GET" } = options;
    this.url = url;
    this.#address = withoutInherited(url);
    this.isGet = /^GET$/i.test(method);
    this.isIdempotent = IDEMPOTENT.test(method);
    this.isCrossOrigin = isCrossOrigin;
    this.#options = options;
    this.#run = run;
    this.#headers = typeof headers === "function" ? headers : toHeaders(headers);
  }

  /** Calls the caller's functions for each attempt, never while the constructor runs. */
  prepare(attempt: Attempt): PreparedRequest | Promise<PreparedRequest> {
    const { body, url } = this.#options;
    const headers = this.#headers;
    if (typeof headers !== "function" && typeof body !== "function" && !url) {
      return this.#prepared(this.#address, headers, body);
    }
    return this.#prepareAsked(attempt, headers, body);
  }

  async #prepareAsked(
    attempt: Attempt,
    headers: HeaderRecord | HeadersFunction,
    body: Options["body"],
  ): Promise<PreparedRequest> {
    const { url } = this.#options;
    const address = url ? this.#resolve(await this.#run(() => url(attempt))) : this.#address;
    const given = typeof headers === "function" ? toHeaders(await this.#run(() => headers(attempt))) : headers;
    return this.#prepared(address, given, typeof body === "function" ? await this.#run(() => body(attempt)) : body);
  }

  /** Of the same origin, for which the headers are, and by which it was decided how refusals are detected. */
  #resolve(given: string | URL | null | undefined): string {
    const [own, made] = [new URL(this.url), parse(`${given ?? ""}`, this.url)];
    if (made?.protocol !== own.protocol || made.host !== own.host) {
      throw new TypeError(conflict("url", `the function must give a URL of ${own.protocol}//${own.host}`));
    }
    return withoutInherited(made.href);
  }

  #prepared(url: string, given: HeaderRecord, body: BodyInit | undefined): PreparedRequest {
    const { credentials, method = "GET", mode = "cors", priority, referrerPolicy, withCredentials } = this.#options;
    const { fetch: ownFetch, lastEventIdQueryParameterName } = this.#options;
    const init = bare({
      method,
      mode,
      credentials: credentials ?? (withCredentials ? "include" : "same-origin"),
      cache: "no-store",
      referrerPolicy,
      priority,
      body,
      duplex: body instanceof ReadableStream ? "half" : undefined,
    });
    const fetch = ownFetch ?? globalThis.fetch;
    // The browser's own `fetch` is not a function of the caller's, so no zone must wait for its response.
    const run: Run = ownFetch ? this.#run : outsideZones;
    let last = { address: url, at: 0 };
    const customHeaders = haveCustom(given);
    // HTML standard, the `EventSource` constructor, and "reestablish the connection".
    const headers: HeaderRecord = { __proto__: null as never, accept: "text/event-stream", ...given };
    return {
      customHeaders,
      followsRedirects: this.#options.redirect === "follow" || !customHeaders,
      // The browser's rules do not apply to a caller's own `fetch`.
      blockage: async () => (ownFetch ? undefined : blockedBy(last.address, last.at)),
      send(lastEventId, followRedirects, signal) {
        let address = url;
        if (lastEventId && lastEventIdQueryParameterName) {
          address = withParameter(url, lastEventIdQueryParameterName, lastEventId);
        } else if (lastEventId) {
          headers["last-event-id"] = byteString(lastEventId);
        }
        // A manual redirect is a response, so that the failure can report it.
        const redirect = followRedirects ? "follow" : "manual";
        last = { address, at: performance.now() };
        // Called as a plain function, because the global `fetch` throws for another `this`.
        const sent = ownFetch ? forCaller(headers) : headers;
        return run(() => fetch(address, Object.assign(init, { headers: sent, signal, redirect })));
      },
      probe: (signal) => probe(url, referrerPolicy, signal),
    };
  }
}

/**
 * A GET, because many frameworks answer HEAD by the handler of GET, which never ends. It closes after the response's head.
 */
async function probe(url: string, referrerPolicy: ReferrerPolicy | undefined, signal: AbortSignal): Promise<void> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal.addEventListener("abort", abort);
  try {
    const init = bare({
      mode: "no-cors",
      credentials: "omit",
      cache: "no-store",
      headers: { Accept: "text/event-stream" },
      referrerPolicy,
      signal: controller.signal,
    });
    await globalThis.fetch(url, init);
  } finally {
    abort();
    signal.removeEventListener("abort", abort);
  }
}

/**
 * Removes the user name and password that relative URLs inherit from a page opened with them. `fetch` refuses such a URL,
 * and the browser has stored them anyway.
 */
function withoutInherited(url: string): string {
  if (!url.includes("@")) {
    return url;
  }
  const made = new URL(url);
  const { username, password } = parse(globalThis.document?.baseURI ?? "") ?? {};
  if (made.username === username && made.password === password) {
    made.username = made.password = "";
  }
  return made.href;
}

/** `fetch` ignores members that are `undefined`. */
type Init = { [Name in keyof RequestInit]: RequestInit[Name] | undefined } & { duplex?: "half" | undefined };

/** Without a prototype, so that a polluted `Object.prototype` does not affect the request. */
function bare(init: Init): RequestInit {
  return { __proto__: null, ...init } as RequestInit;
}

/** Header values are byte strings, and the standard requires the ID's UTF-8 bytes. Most IDs are ASCII, and some are long. */
function byteString(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, (other) =>
    Array.from(new TextEncoder().encode(other), (byte) => String.fromCharCode(byte)).join(""),
  );
}
