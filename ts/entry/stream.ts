/**
 * The parser alone, for those who fetch themselves: as a transform stream, bytes or text in, events out, and as a function
 * that is fed. It takes the place of `eventsource-parser` and its `/stream`.
 *
 * @module eventsource-wasm/stream
 */

import { createParserFactory } from "../parser-stream/create-parser.ts";
import { loadInlineStream, loadInlineStreamAside } from "../parser-stream/load.ts";
import { ParseError as ParseErrorClass } from "../parser-stream/parse-error.ts";
import { createParserStream } from "../parser-stream/parser-stream.ts";
import type {
  CreateParser,
  EventSourceParserStreamConstructor,
  ParseError as Failure,
  EventSourceParserStream as Instance,
  ParseErrorConstructor,
} from "../types/stream.ts";

export const EventSourceParserStream: EventSourceParserStreamConstructor =
  /* @__PURE__ */ createParserStream(loadInlineStreamAside);
/** Bytes or text in, events out. @interface */
export type EventSourceParserStream = Instance;

/** Makes a parser that is fed and calls back. */
export const createParser: CreateParser = /* @__PURE__ */ createParserFactory(loadInlineStream);

export const ParseError: ParseErrorConstructor = ParseErrorClass;
/** What is wrong with a line that is not used, or with an event that is too large. @interface */
export type ParseError = Failure;

export type {
  CreateParser,
  ErrorType,
  EventSourceMessage,
  EventSourceParser,
  EventSourceParserStreamConstructor,
  EventSourceParserStreamOptions,
  EventSourceStreamMessage,
  LineCallbacks,
  ParseErrorConstructor,
  ParseErrorDetails,
  ParserCallbacks,
  ParserConfig,
  StreamOptions,
} from "../types/stream.ts";
