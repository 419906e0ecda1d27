// The parser's error for a line that it cannot use, or for an event that is too large.

import type { ErrorType, ParseErrorDetails } from "../types/stream.ts";

export class ParseError extends Error {
  override readonly name = "ParseError";
  readonly type: ErrorType;
  readonly field: string | undefined;
  readonly value: string | undefined;
  readonly line: string | undefined;

  constructor(message: string, { type, field, value, line }: ParseErrorDetails) {
    super(message);
    this.type = type;
    this.field = field;
    this.value = value;
    this.line = line;
  }
}
