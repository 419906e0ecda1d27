// The requirements of a source. Some test environments hide features of the engine.

import { lacking } from "../errors/messages.ts";

/** The globals that every source needs. */
export const GLOBALS = [
  "AbortController",
  "Headers",
  "MessageChannel",
  "MessageEvent",
  "Request",
  "TextDecoder",
  "TextEncoder",
] as const;

/** Throws an error that names the missing globals. */
export function requireGlobals(...names: readonly string[]): void {
  const missing = names.filter((name) => !(name in globalThis));
  if (missing.length > 0) {
    throw new Error(lacking(missing));
  }
}
