// The caller's headers, checked so that a bad one is named and its value is not.

import { badHeaderName, badHeaderPair, badHeaderValue, headersNotSent, notHeaders } from "../errors/messages.ts";
import { warn } from "../platform/report.ts";
import type { HeadersOption } from "../types/options.ts";

/** By their names in lower case. A `Headers` would be iterated over whenever it is copied, also by `fetch`. */
export type HeaderRecord = Record<string, string>;

/** Copies the caller's headers; throws a TypeError that names the first bad one, and warns of those never sent. */
export function toHeaders(given: unknown): HeaderRecord {
  if (given === undefined || given === null) {
    return {};
  }
  const headers = checked(given);
  const sent = new Request("data:,", { headers }).headers;
  const names = [...headers.keys()].filter((name) => !sent.has(name));
  if (names.length > 0) {
    warn(headersNotSent(names));
  }
  return Object.fromEntries(headers);
}

/**
 * For the caller's own `fetch`, which may use the methods of a `Headers`, or spread it, as the README of the package
 * `eventsource` shows.
 */
export function forCaller(record: HeaderRecord): Headers {
  const headers = new Headers(record);
  for (const [name, value] of headers) {
    if (!(name in headers)) {
      Object.defineProperty(headers, name, { value, enumerable: true });
    }
  }
  return headers;
}

/** Those of `given` in place of those of `defaults` that have their names. Functions are asked anew for each attempt. */
export function joinHeaders(defaults: HeadersOption, given: HeadersOption): HeadersOption {
  if (typeof defaults !== "function" && typeof given !== "function") {
    return joined([defaults, given]);
  }
  return async (attempt) =>
    joined(await Promise.all([defaults, given].map((one) => (typeof one === "function" ? one(attempt) : one))));
}

function joined(all: unknown[]): Headers {
  const headers = new Headers();
  for (const one of all) {
    checked(one).forEach((value, name) => {
      headers.set(name, value);
    });
  }
  return headers;
}

function checked(given: unknown): Headers {
  const headers = new Headers();
  for (const [name, value] of entriesOf(given)) {
    append(headers, name, value);
  }
  return headers;
}

/**
 * Whether a redirect to another origin would carry secrets along. Engines strip `Authorization` themselves, and
 * `Accept` tells nothing; any other header would follow.
 */
export function haveCustom(headers: HeaderRecord): boolean {
  return Object.keys(headers).some((name) => name !== "authorization" && name !== "accept");
}

function entriesOf(given: unknown): Iterable<readonly [string, unknown]> {
  if (given === null || typeof given !== "object") {
    throw new TypeError(notHeaders(given));
  }
  if (Symbol.iterator in given) {
    return Array.from(given as Iterable<unknown>, pair);
  }
  return Object.entries(given);
}

function pair(entry: unknown): readonly [string, unknown] {
  if (!Array.isArray(entry) || entry.length !== 2) {
    throw new TypeError(badHeaderPair());
  }
  return [String(entry[0]), entry[1]];
}

function append(headers: Headers, name: string, value: unknown): void {
  try {
    headers.has(name);
  } catch {
    throw new TypeError(badHeaderName(name));
  }
  // "undefined" and "[object Promise]" are never what was meant.
  if (value === undefined || value === null || typeof value === "object" || typeof value === "function") {
    throw new TypeError(badHeaderValue(name));
  }
  try {
    headers.append(name, String(value));
  } catch {
    throw new TypeError(badHeaderValue(name));
  }
}
