// Sources share a connection if their origin, URL, name and options are equal.

import { badOption, sharingUnnamed } from "../errors/messages.ts";
import type { Options } from "../options/options.ts";

/** The protocol's version: tabs with different versions do not share. */
const VERSION = 1;

/** Throws a TypeError if the name is invalid, or if nothing distinguishes the streams of two users. */
export function checkName({ shared, headers, body, fetch }: Options): void {
  if (shared !== true && (typeof shared !== "string" || shared === "")) {
    throw new TypeError(badOption("shared", "true, false or a name", shared));
  }
  const unknown = { headers: typeof headers === "function", body: body && typeof body !== "string", fetch };
  for (const [name, isUnknown] of Object.entries(unknown)) {
    if (shared === true && isUnknown) {
      throw new TypeError(sharingUnnamed(name));
    }
  }
}

/** Returns a digest, because it may contain secrets, and the names of locks can be listed. */
export async function keyOf(url: string, options: Options): Promise<string> {
  const { signal, initialLastEventId, headers, ...others } = options;
  const sent = typeof headers === "function" ? headers : [...new Headers(headers)];
  const text = JSON.stringify([VERSION, url, sent, others], (_, value) =>
    typeof value === "function" ? "function" : value,
  );
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `eventsource-wasm ${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
