// The head of a response. It may be less than the platform's: a caller's own `fetch` may answer with any object.

import type { Head } from "../core/session-core.ts";
import { networkError, notAResponse } from "../errors/messages.ts";
import { parse } from "../platform/webidl.ts";

/** The head of a response, read once. The response itself is not kept. */
export interface ResponseHead extends Head {
  readonly statusText: string;
  readonly headers: Headers;
  /** The final URL, absolute. */
  readonly url: string;
  readonly body: unknown;
  /** Whether the browser fills the body, and no script. */
  readonly isFromNetwork: boolean;
  /** The beginning of a refused response's body, if the caller asked for it. */
  readonly errorBody?: string | undefined;
}

/**
 * Throws if this is no response that can be used. `requestUrl` stands in for a URL that the response does not have, and is
 * the base of one that is relative.
 */
export function readHead(response: unknown, requestUrl: string): ResponseHead {
  if (typeof response !== "object" || response === null) {
    throw new TypeError(notAResponse());
  }
  const { status, headers, body } = response as Response;
  const type = optional(response, "type");
  if (type === "error") {
    throw new TypeError(networkError());
  }
  if (!(Number.isInteger(status) && status >= 0 && status < 1000) || typeof headers?.get !== "function") {
    throw new TypeError(notAResponse());
  }
  return {
    status,
    statusText: text(optional(response, "statusText")),
    headers,
    url: absolute(text(optional(response, "url")), requestUrl),
    body,
    isFromNetwork: type === "basic" || type === "cors",
    contentType: text(headers.get("Content-Type")),
    isRedirect: type === "opaqueredirect",
    isRedirected: optional(response, "redirected") === true,
    retryAfter: retryAfter(headers.get("Retry-After"), headers.get("Date")),
  };
}

/** The clock of this machine may be wrong by any span. In ms. */
const LONGEST_BY_OUR_CLOCK = 600_000;

/**
 * RFC 9110, "Retry-After": seconds or a date, which is read by the server's own clock if it tells the time. CORS hides the
 * headers from other origins unless the server exposes them.
 */
function retryAfter(value: unknown, serverTime: unknown): number {
  if (typeof value !== "string") {
    return -1;
  }
  if (/^\d+$/.test(value)) {
    return Number(value) * 1000;
  }
  const [date, now] = [Date.parse(value), Date.parse(`${serverTime}`)];
  if (Number.isNaN(date)) {
    return -1;
  }
  return Math.max(0, Number.isNaN(now) ? Math.min(date - Date.now(), LONGEST_BY_OUR_CLOCK) : date - now);
}

/** The stream does without what only some responses have. */
function optional(response: object, name: keyof Response): unknown {
  try {
    return (response as Response)[name];
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function absolute(url: string, base: string): string {
  return parse(url, base)?.href ?? base;
}
