// How much of an unfinished event is kept.

import { bufferExceeded } from "../errors/messages.ts";
import { ParseError } from "./parse-error.ts";

/** In UTF-16 units. No string of any engine is longer than the core allows, whatever the limit. */
export const MAX_BUFFER_SIZE = 64 << 20;

export const tooLarge = (limit: number): ParseError =>
  new ParseError(bufferExceeded(limit), { type: "max-buffer-size-exceeded" });
