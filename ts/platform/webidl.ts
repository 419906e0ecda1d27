// WebIDL's conversions of arguments, and the platform's exceptions.

import { cannotResolve, notADictionary } from "../errors/messages.ts";

/** `USVString`: converts any value but a symbol, and replaces lone surrogates. */
export function toUsvString(value: unknown): string {
  // `String(symbol)` returns text; this conversion throws, as WebIDL requires.
  const text = `${value as string}`;
  return text.toWellFormed?.() ?? text.replace(LONE_SURROGATES, "\uFFFD");
}

/** For browsers without `toWellFormed`. The surrogates of a pair are not matched, because they are one code point. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** A dictionary: functions are objects too. `undefined`, like null, is an empty one, of which nothing is read. */
export function toDictionary<T extends object>(value: unknown): Partial<T> | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== "object" && typeof value !== "function") {
    throw new TypeError(notADictionary());
  }
  return value as Partial<T>;
}

/** `URL.parse`, which browsers have supported since 2024. */
export function parse(url: string, base?: string): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}

/** HTML standard, the constructor: "encoding-parsing a URL given url, relative to settings". */
export function resolve(url: string): URL {
  const { document, location } = globalThis;
  try {
    const resolved = new URL(url, document?.baseURI ?? location?.href);
    // URL standard, "forbidden domain code points": Chromium lets some through, escaped.
    if (/^https?:$/.test(resolved.protocol) && resolved.hostname.includes("%")) {
      throw undefined;
    }
    return document && document.characterSet !== "UTF-8" ? new URL(inEncodingOf(document, url)) : resolved;
  } catch {
    throw new DOMException(cannotResolve(url), "SyntaxError");
  }
}

/** The query of a link is encoded in its document's encoding, that of a `URL` always in UTF-8. */
function inEncodingOf(document: Document, url: string): string {
  return Object.assign(document.createElement("a"), { href: url }).href;
}
