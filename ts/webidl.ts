// WebIDL's conversions of arguments, and the platform's exceptions.

import { cannotResolve, notADictionary } from "./messages.ts";

/** `USVString`: any value but a symbol, lone surrogates replaced. */
export function toUsvString(value: unknown): string {
  // `String(symbol)` gives text; the conversion of the language throws, as WebIDL wants.
  const text = `${value as string}`;
  return text.toWellFormed ? text.toWellFormed() : text.replace(LONE_SURROGATES, "\uFFFD");
}

const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A dictionary: undefined and null are empty, functions are objects too. */
export function toDictionary<T extends object>(value: unknown): Partial<T> {
  if (value === undefined || value === null) {
    return {};
  }
  if (typeof value !== "object" && typeof value !== "function") {
    throw new TypeError(notADictionary());
  }
  return value as Partial<T>;
}

/** HTML standard, the constructor: "encoding-parsing a URL given url, relative to settings". */
export function resolve(url: string): URL {
  try {
    return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    throw new DOMException(cannotResolve(url), "SyntaxError");
  }
}
