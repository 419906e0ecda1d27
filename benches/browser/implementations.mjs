// Who is compared: each is a file of its own in implementations/, with `open(url, type, hear)`, which gives a function
// that closes. `hear` has `event(data)`, for events of the type only, and `end()` and `fail(error)`.

/** The kinds of clients, by what their users get; and the limits, which are no clients. */
export const KINDS = {
  events: "events of the DOM",
  objects: "events of their own",
  messages: "an iterator or a callback",
  parser: "a parser for a body",
  limit: "limits",
};

/** `package` is where the version is found. */
export const IMPLEMENTATIONS = {
  native: { title: "native", kind: "events" },
  "ours-class": { title: "ours: class", kind: "events", package: "eventsource-wasm" },
  eventsource: { title: "eventsource", kind: "events", package: "eventsource" },
  "event-source-polyfill": { title: "event-source-polyfill", kind: "objects", package: "event-source-polyfill" },
  sse: { title: "sse.js", kind: "objects", package: "sse.js" },
  "ours-iterator": { title: "ours: iterator", kind: "messages", package: "eventsource-wasm" },
  "eventsource-client": { title: "eventsource-client", kind: "messages", package: "eventsource-client" },
  "fetch-event-source": { title: "fetch-event-source", kind: "messages", package: "@microsoft/fetch-event-source" },
  "ours-parser-stream": { title: "ours: parser stream", kind: "parser", package: "eventsource-wasm" },
  "eventsource-parser": { title: "eventsource-parser", kind: "parser", package: "eventsource-parser" },
  "eventsource-parser-stream": { title: "eventsource-parser/stream", kind: "parser", package: "eventsource-parser" },
  "limit-read": { title: "limit: read", kind: "limit" },
  "limit-decode": { title: "limit: read and decode", kind: "limit" },
  "limit-dispatch": { title: "limit: dispatch", kind: "limit" },
};
