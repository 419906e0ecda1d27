// The size limit of an unfinished event.

import { bufferExceeded } from "../errors/messages.ts";
import { ParseError } from "./parse-error.ts";

/** In UTF-16 units. The core's own limit keeps every string below the engines' maximum. */
export const MAX_BUFFER_SIZE = 64 << 20;

export const tooLarge = (limit: number): ParseError =>
  new ParseError(bufferExceeded(limit), { type: "max-buffer-size-exceeded" });
