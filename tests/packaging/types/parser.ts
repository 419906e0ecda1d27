// What is written for `eventsource-parser` compiles with the parser's types. It is never run.

import {
  createParser,
  type ErrorType,
  type EventSourceMessage,
  type EventSourceParser,
  EventSourceParserStream,
  ParseError,
  type ParserCallbacks,
  type ParserConfig,
  type StreamOptions,
} from "eventsource-wasm/stream";

const onEvent = ({ id, event, data }: EventSourceMessage): string => `${id ?? ""}${event?.length}${data}`;
const onError = (error: ParseError): ErrorType => error.type;
const callbacks: ParserCallbacks = { onEvent, onError, onRetry: (_: number) => {}, onComment: (_: string) => {} };
const config: ParserConfig = { ...callbacks, maxBufferSize: 1024 };
export const parser: EventSourceParser = createParser(config);
parser.feed("data: a\n\n");
parser.reset({ consume: true });

const options: StreamOptions = { onError: (error: Error) => error.message, maxBufferSize: undefined };
export const streams = [new EventSourceParserStream(options), new EventSourceParserStream({ onError: "terminate" })];
export const transform: ReadableWritablePair<EventSourceMessage, string> = new EventSourceParserStream();
export const made: Error = new ParseError("a message", { type: "unknown-field", field: "a", value: "", line: "a" });

// @ts-expect-error: a function is no configuration.
createParser(() => {});
