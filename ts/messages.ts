// All the English of the package: what happened, what comes next, what to do.

import type { Failure, Reason } from "./failure.ts";

/** The sentence for an error event. */
export function describe(failure: Failure, response: Response | undefined, cause: unknown): string {
  return `${happened(failure.reason, response, cause)} ${whatNext(failure)}`;
}

function happened(reason: Reason, response: Response | undefined, cause: unknown): string {
  switch (reason) {
    case "network":
      return response
        ? "The connection broke off."
        : "The server could not be reached, or did not answer: no network, a refused connection, a failed lookup, or a request that the browser blocked.";
    case "end":
      return "The server, or a gateway on the way, ended the stream.";
    case "http":
      return `The server answered ${statusLine(response)} instead of 200.`;
    case "no-content":
      return "The server answered 204: it asks not to be connected to again.";
    case "content-type":
      return `The server answered with ${contentType(response)} instead of Content-Type: text/event-stream.`;
    case "cors":
      return "The server can be reached, but its CORS headers do not let this origin read the stream: check Access-Control-Allow-Origin, and Access-Control-Allow-Headers for Last-Event-ID and your own headers.";
    case "blocked":
      return "The browser does not let this page make the request.";
    case "redirect":
      return "The server redirected, and the request carries headers of yours that browsers would send along to wherever it leads: connect to the final URL.";
    case "unauthorized":
      return `The server answered ${statusLine(response)}: it does not accept the credentials.`;
    case "headers":
      return `The headers could not be had: ${sentence(textOf(cause) || "the function given as headers did not settle within 30 s")}`;
    case "connect-timeout":
      return "The server did not answer in time. A proxy that buffers responses looks the same.";
    case "heartbeat-timeout":
      return "Nothing came for too long: the connection is dead, or a proxy holds the stream back.";
    case "too-large":
      return "An event is larger than the buffer may grow.";
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
      return "The request may have had its effect and is not repeated unasked: the source is closed.";
  }
}

function statusLine(response: Response | undefined): string {
  return response ? `${response.status} ${response.statusText}`.trim() : "401";
}

function contentType(response: Response | undefined): string {
  const value = response?.headers.get("Content-Type");
  return value ? `Content-Type: ${value}` : "no Content-Type";
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : cause === undefined ? "" : String(cause);
}

export const cannotResolve = (url: string): string =>
  `Failed to construct 'EventSource': ${JSON.stringify(url)} is not a valid URL.`;

export const tooFewArguments = (): string =>
  "Failed to construct 'EventSource': 1 argument required, but only 0 present.";

export const notADictionary = (): string =>
  "Failed to construct 'EventSource': the second argument is not an object of options.";

export const notHeaders = (value: unknown): string =>
  `headers: expected an object, a Headers, an array of pairs, or a function that gives one of these, but got ${kindOf(value)}.`;

export const badHeaderName = (name: string): string => `headers: ${JSON.stringify(name)} is not a valid header name.`;

/** Names the header, never its value: it may be a secret. */
export const badHeaderValue = (name: string): string =>
  `headers: the value of ${JSON.stringify(name)} cannot be sent in a header: it must be a string without line breaks, NUL or characters above U+00FF.`;

export const badHeaderPair = (): string => "headers: each entry of an array must be a pair of name and value.";

export const cannotCompile = (): string =>
  "eventsource-wasm could not compile its WebAssembly. If this page has a Content-Security-Policy, its script-src must allow 'wasm-unsafe-eval'.";

function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}
