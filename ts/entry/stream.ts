/**
 * The parser alone, for requests that the caller makes: a transform stream from bytes or text to events, and a parser that
 * is fed with text and calls back. It replaces `eventsource-parser` and its `/stream`.
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
/** A transform stream from bytes or text to events. @interface */
export type EventSourceParserStream = Instance;

/** Creates a parser that is fed with text and calls back. */
export const createParser: CreateParser = /* @__PURE__ */ createParserFactory(loadInlineStream);

export const ParseError: ParseErrorConstructor = ParseErrorClass;
/** The error for a line that is not used, or for an event that is too large. @interface */
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
