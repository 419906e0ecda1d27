// The request of each attempt, made from the caller's options.

import type { Blockage } from "../core/wire.ts";
import { haveCustom, toHeaders } from "../options/headers.ts";
import type { Options } from "../options/options.ts";
import { parse } from "../platform/webidl.ts";
import { outsideZones, type Run } from "../platform/zone.ts";
import type { Attempt, HeadersOption } from "../types/options.ts";
import { blockedBy } from "./blocked.ts";
import { withParameter } from "./query.ts";

/** The request of one attempt. */
export interface PreparedRequest {
  /** Whether it carries headers that would follow a redirect to another origin. */
  readonly customHeaders: boolean;
  /** Whether the first request follows redirects. */
  readonly followsRedirects: boolean;
  /** What has blocked the request that was sent last and failed, as far as the platform tells. */
  blockage(): Promise<Blockage | undefined>;
  /** What the caller's `fetch` gives may be anything. May throw. */
  send(lastEventId: string, followRedirects: boolean, signal: AbortSignal): unknown;
  /** Asks without credentials and without permission to read: any answer shows that the server is there. */
  probe(signal: AbortSignal): Promise<unknown>;
}

type HeadersFunction = Extract<HeadersOption, (...args: never) => unknown>;

/** RFC 9110, "idempotent methods", and those made for queries. */
const IDEMPOTENT = /^(GET|HEAD|OPTIONS|PUT|DELETE|QUERY|REPORT)$/i;

export class RequestMaker {
  readonly url: string;
  readonly isGet: boolean;
  readonly isIdempotent: boolean;
  /** CORS may refuse only a request to another origin. */
  readonly isCrossOrigin: boolean;
  /** What is asked for. */
  readonly #address: string;
  readonly #options: Options;
  readonly #run: Run;
  readonly #headers: Headers | HeadersFunction;

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

  /** Functions are asked anew for each attempt, never while the constructor runs. */
  prepare(attempt: Attempt): PreparedRequest | Promise<PreparedRequest> {
    const { body } = this.#options;
    const headers = this.#headers;
    if (typeof headers !== "function" && typeof body !== "function") {
      return this.#prepared(new Headers(headers), body);
    }
    return this.#prepareAsked(attempt, headers, body);
  }

  async #prepareAsked(
    attempt: Attempt,
    headers: Headers | HeadersFunction,
    body: Options["body"],
  ): Promise<PreparedRequest> {
    const given =
      typeof headers === "function" ? toHeaders(await this.#run(() => headers(attempt))) : new Headers(headers);
    return this.#prepared(given, typeof body === "function" ? await this.#run(() => body(attempt)) : body);
  }

  #prepared(headers: Headers, body: BodyInit | undefined): PreparedRequest {
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
    const url = this.#address;
    const fetch = ownFetch ?? globalThis.fetch;
    // The browser's own `fetch` is no function of the caller's: no zone must wait for its response.
    const run: Run = ownFetch ? this.#run : outsideZones;
    let sent = { address: url, at: 0 };
    const customHeaders = haveCustom(headers);
    return {
      customHeaders,
      followsRedirects: this.#options.redirect === "follow" || !customHeaders,
      // The browser's rules are not those of a caller's own `fetch`.
      blockage: async () => (ownFetch ? undefined : blockedBy(sent.address, sent.at)),
      send(lastEventId, followRedirects, signal) {
        // HTML standard, the `EventSource` constructor, and "reestablish the connection".
        if (!headers.has("Accept")) {
          headers.set("Accept", "text/event-stream");
        }
        let address = url;
        if (lastEventId && lastEventIdQueryParameterName) {
          address = withParameter(url, lastEventIdQueryParameterName, lastEventId);
        } else if (lastEventId) {
          headers.set("Last-Event-ID", byteString(lastEventId));
        }
        // A manual redirect is told as a response, so that the failure can say what it is.
        const redirect = followRedirects ? "follow" : "manual";
        sent = { address, at: performance.now() };
        // Called as a plain function: the global one wants no other `this`.
        return run(() => fetch(address, Object.assign(init, { headers, signal, redirect })));
      },
      probe: (signal) => probe(url, referrerPolicy, signal),
    };
  }
}

/** A GET: many frameworks answer HEAD by the handler of GET, which never ends. Its connection ends with its head. */
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
 * A page that was opened with a user name and a password passes them on to relative URLs. `fetch` refuses such a URL, and
 * the browser has them anyway.
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

/** `fetch` takes what is `undefined` as not given. */
type Init = { [Name in keyof RequestInit]: RequestInit[Name] | undefined } & { duplex?: "half" | undefined };

/** No prototype: a polluted `Object.prototype` must not reach the request. */
function bare(init: Init): RequestInit {
  return { __proto__: null, ...init } as RequestInit;
}

/** Header values are byte strings; the standard wants the ID's UTF-8 bytes. Most IDs are ASCII, and some are long. */
function byteString(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, (other) =>
    Array.from(new TextEncoder().encode(other), (byte) => String.fromCharCode(byte)).join(""),
  );
}
