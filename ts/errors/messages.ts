// All messages of the package for people: the failure, the next step, and the remedy.

import type { Blockage, Failure } from "../core/wire.ts";

/** The parts of a response, in this tab or another one, that the messages use. */
type ResponseHead = Pick<Response, "status" | "statusText" | "headers">;

/** Further details of a failure. */
export interface Circumstances {
  readonly response: ResponseHead | undefined;
  readonly cause: unknown;
  readonly url: string;
  readonly isCrossOrigin: boolean;
  readonly hasBeenOpen: boolean;
  /** Whether the caller's own `fetch` made the request. */
  readonly hasOwnFetch: boolean;
}

/** Returns the message of an error event. */
export function describe(failure: Failure, circumstances: Circumstances): string {
  return `${happened(failure, circumstances)} ${whatNext(failure)}`.trim();
}

function happened(
  { reason, blockage }: Failure,
  { response, cause, url, isCrossOrigin, hasBeenOpen, hasOwnFetch }: Circumstances,
): string {
  switch (reason) {
    case "network":
      if (hasOwnFetch && cause !== undefined) {
        return `The function given as fetch failed, or its response cannot be read: ${sentence(textOf(cause))}`;
      }
      return response?.status === 200
        ? "The connection broke off."
        : `The server could not be reached, or the browser blocked the request.${hasBeenOpen && isCrossOrigin ? " If its CORS headers do not allow Last-Event-ID, which only a reconnection sends, use the option lastEventIdQueryParameterName." : ""}`;
    case "end":
      return "The server, or a gateway on the way, ended the stream.";
    case "http":
      return `The server answered ${statusLine(response)} instead of 200.`;
    case "no-content":
      return "The server answered 204: it asks not to be connected to again.";
    case "content-type":
      return `The server answered with ${contentType(response)} instead of Content-Type: text/event-stream.`;
    case "cors":
      return `The server answers, but its CORS headers do not let this origin read the stream: check Access-Control-Allow-Origin, and Access-Control-Allow-Headers for Last-Event-ID and your own headers.`;
    case "blocked":
      return blocked(blockage, url);
    case "redirect":
      return "The server redirected to a page that this origin may not read, such as a login, or the request has headers of yours that browsers would send along: connect to the final URL.";
    case "unauthorized":
      return `The server answered ${statusLine(response)}: it does not accept the credentials.`;
    case "headers":
      return `Could not get the request headers: ${sentence(textOf(cause) || "the function given as headers did not settle within 30 s")}`;
    case "connect-timeout":
      return "The server did not answer in time, a proxy holds its answer back, or HTTP/1.1's six connections are taken.";
    case "heartbeat-timeout":
      return "No data came in time: the connection is dead, or a proxy holds the stream back.";
    case "too-large":
      return "An event is larger than the buffer may grow.";
    case "internal":
      return `eventsource-wasm failed, or has no memory left: ${sentence(textOf(cause))}`;
  }
}

function whatNext({ next, delay, attempt }: Failure): string {
  switch (next) {
    case "retry":
      return `The next attempt follows in ${delay} ms.`;
    case "fatal":
      return "The source is closed.";
    case "gave-up":
      return `No retries are left after ${attempt} attempts: the source is closed.`;
    case "not-repeatable":
      return "The server may already have processed the request, so it is not retried automatically: the source is closed.";
    case "undecided":
      return "";
  }
}

function blocked(blockage: Blockage | undefined, url: string): string {
  switch (blockage) {
    case "port":
      return `Browsers send no requests to port ${new URL(url).port}.`;
    case "user-info":
      return "No request can be made of a URL with a user name or password: send an Authorization header instead.";
    case "mixed-content":
      return "A page that came by https: may not connect to http:.";
    case "csp":
      return "The page's Content-Security-Policy does not allow this connection: add the server to connect-src.";
    default:
      return `No request can be made of a ${new URL(url).protocol} URL.`;
  }
}

function statusLine(response: ResponseHead | undefined): string {
  return response ? `${response.status} ${response.statusText}`.trim() : "401";
}

function contentType(response: ResponseHead | undefined): string {
  const value = response?.headers.get("Content-Type");
  return value ? `Content-Type: ${value}` : "no Content-Type";
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Any value may be thrown, also one that has no text. */
function textOf(cause: unknown): string {
  try {
    return cause instanceof Error ? `${cause.message}` : cause === undefined ? "" : String(cause);
  } catch {
    return "a value that cannot be shown";
  }
}

/** Leaves out user name, password, query and fragment, which may be secrets. */
export const cannotResolve = (url: string): string =>
  `Failed to construct 'EventSource': ${JSON.stringify(url.replace(/(\/\/)[^/]*@|[?#].*/gs, "$1"))} is not a valid URL.`;

export const tooFewArguments = (): string =>
  "Failed to construct 'EventSource': 1 argument required, but only 0 present.";

export const notADictionary = (): string =>
  "Failed to construct 'EventSource': the second argument is not an object of options.";

export const notHeaders = (value: unknown): string =>
  `headers: expected an object, a Headers, an array of pairs, or a function that gives one of these, but got ${kindOf(value)}.`;

export const badHeaderName = (name: string): string => `headers: ${JSON.stringify(name)} is not a valid header name.`;

/** Names the header without its value, which may be a secret. */
export const badHeaderValue = (name: string): string =>
  `headers: the value of ${JSON.stringify(name)} cannot be sent in a header: it must be a string without line breaks, NUL or characters above U+00FF.`;

/** Browsers drop these silently. */
export const headersNotSent = (names: string[]): string =>
  `eventsource-wasm: browsers do not let a page set ${names.join(", ")}: left out.`;

export const badOption = (name: string, expected: string, value: unknown): string =>
  `${name}: expected ${expected}, but got ${shown(value)}.`;

export const noSuchOption = (names: string[]): string => `eventsource-wasm: there is no option ${names.join(", ")}.`;

export const conflict = (name: string, why: string): string => `${name}: ${why}.`;

export const notAResponse = (): string => "fetch: the function given as fetch did not give a Response.";

export const networkError = (): string => "fetch: the response is a network error.";

export const notABody = (body: unknown): string =>
  badOption("fetch", "a ReadableStream as the body of the response", body);

export const notBytes = (chunk: unknown): string =>
  badOption("fetch", "chunks of bytes in the body of the response", chunk);

export const notAtOnce = (): string =>
  "retry.shouldRetry: expected true, false or undefined, but got an object: it cannot be async.";

export const badHeaderPair = (): string => "headers: an array must have pairs of name and value.";

export const runsOnJavaScript = (obstacle: unknown): string =>
  `eventsource-wasm runs without WebAssembly here: ${sentence(textOf(obstacle))}`;

export const cannotFallBack = (): string =>
  "eventsource-wasm could not load its JavaScript core: is javascript-*.js served beside the script? In a service worker import eventsource-wasm/no-wasm.";

export const cannotParseAtOnce = (): string =>
  "createParser: WebAssembly cannot be compiled here, or not at once: use an EventSourceParserStream, or write to one first, which loads what takes its place.";

export const cannotLoad = (url: string): string =>
  `eventsource-wasm could not load its WebAssembly from ${url}: is eventsource_wasm.wasm served there?`;

export const lacking = (names: string[]): string =>
  `Failed to construct 'EventSource': this environment has no ${names.join(", ")}. Jest's environment "jsdom" hides what Node has.`;

export const notImported = (): string => 'shared: import "eventsource-wasm/shared" too: it adds this option.';

export const sharingUnnamed = (name: string): string =>
  `shared: tabs cannot tell whether the ${name} that they give are the same: instead of true give a name that says whose stream it is, such as the user's ID.`;

export const notShared = (): string =>
  "eventsource-wasm: this page cannot share a connection, because the browser gives it no Web Locks, no BroadcastChannel (it did not come by https:, has an opaque origin, or may not store anything) or no WebAssembly: it uses its own.";

function shown(value: unknown): string {
  return typeof value === "string"
    ? JSON.stringify(value.slice(0, 80))
    : Object(value) === value
      ? kindOf(value)
      : String(value);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}

/** These are the exact messages of `eventsource-parser`, which users may search for. */
export const bufferExceeded = (limit: number): string =>
  `Buffered data exceeded max buffer size of ${limit} characters`;

export const parserIsTerminated = (): string =>
  "Cannot feed parser: it was terminated after exceeding the configured max buffer size. Call `reset()` to resume parsing.";

export const parserIsLost = (): string =>
  "This parser is lost, because there was no memory left for another one. Call `reset()` to begin a new stream.";

export const parserNeedsObject = (): string =>
  "`config` must be an object, got a function instead. Did you mean `createParser({onEvent: fn})`?";

export const invalidRetry = (value: string): string => `Invalid \`retry\` value: "${value}"`;

export const unknownField = (field: string): string =>
  `Unknown field "${field.length > 20 ? `${field.slice(0, 20)}…` : field}"`;

export const notAChunk = (value: unknown): string => `expected a chunk of bytes or text, but got ${shown(value)}.`;

export const noConnection = (): string =>
  "There is no open stream to send to: no source has asked for one, or it was ended or refused. See the server's requests.";

export const noVirtualTime = (): string => "Time passes by itself: give createEventServer the option virtualTime.";

export const timeStandsStill = (): string =>
  "Time stands still already, for another server with virtualTime: await its close() first, after each test.";
