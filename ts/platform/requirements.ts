// What a source needs of the environment. Some test environments hide what the engine has.

import { lacking } from "../errors/messages.ts";

/** What every source needs besides the language. */
export const GLOBALS = [
  "AbortController",
  "Headers",
  "MessageChannel",
  "MessageEvent",
  "Request",
  "TextDecoder",
  "TextEncoder",
] as const;

/** Throws an error that names what is missing. */
export function requireGlobals(...names: readonly string[]): void {
  const missing = names.filter((name) => !(name in globalThis));
  if (missing.length > 0) {
    throw new Error(lacking(missing));
  }
}
