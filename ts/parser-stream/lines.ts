// Reports the lines that are not part of an event.

import { invalidRetry, unknownField } from "../errors/messages.ts";
import type { LineCallbacks } from "../types/stream.ts";
import { ParseError } from "./parse-error.ts";

/** The kinds of lines, with the core's numbers. */
const COMMENT = 1;
const RETRY = 2;
const UNKNOWN = 4;
const ID = 8;

/** Returns the kinds that the callbacks need. */
export function wantedLines({ onComment, onError, onId, onRetry }: LineCallbacks): number {
  return (onComment ? COMMENT : 0) | (onRetry || onError ? RETRY : 0) | (onError ? UNKNOWN : 0) | (onId ? ID : 0);
}

/** Calls the callback for this line. The core writes a block's `id` without a space after the colon. */
export function reportLine(line: string, { onComment, onError, onId, onRetry }: LineCallbacks): void {
  const colon = line.indexOf(":");
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
  if (field === "") {
    onComment?.(value);
  } else if (field === "id") {
    onId?.(line.slice(colon + 1));
  } else if (field !== "retry") {
    onError?.(new ParseError(unknownField(field), { type: "unknown-field", field, value, line }));
  } else if (/^\d+$/.test(value)) {
    onRetry?.(Number(value));
  } else {
    onError?.(new ParseError(invalidRetry(value), { type: "invalid-retry", value, line }));
  }
}
