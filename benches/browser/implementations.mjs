// Who is compared: each is a file of its own in implementations/, with `open(url, type, hear)`, which gives a function
// that closes. `hear` has `event(data)`, for events of the type only, and `end()` and `fail(error)`.

/**
 * Those of the same `kind` are compared; limits are no clients. `package` is where the version is found. Only the start tells
 * our entries apart; where that of two is the same script, one is enough.
 */
export const IMPLEMENTATIONS = {
  native: { title: "native", kind: "events" },
  "ours-class": { title: "ours: class", kind: "events", package: "eventsource-wasm" },
  "ours-external": { title: "ours: external", kind: "events", package: "eventsource-wasm", isOnlyForStarts: true },
  "ours-no-wasm": { title: "ours: no-wasm", kind: "events", package: "eventsource-wasm", isOnlyForStarts: true },
  eventsource: { title: "eventsource", kind: "events", package: "eventsource" },
  "event-source-polyfill": { title: "event-source-polyfill", kind: "objects", package: "event-source-polyfill" },
  sse: { title: "sse.js", kind: "objects", package: "sse.js" },
  "eventsource-client": { title: "eventsource-client", kind: "callback", package: "eventsource-client" },
  "fetch-event-source": { title: "fetch-event-source", kind: "callback", package: "@microsoft/fetch-event-source" },
  "ours-iterator": { title: "ours: iterator", kind: "iterator", package: "eventsource-wasm", isLikeAnother: true },
  "eventsource-client-iterator": {
    title: "eventsource-client, iterator",
    kind: "iterator",
    package: "eventsource-client",
    isLikeAnother: true,
  },
  "ours-parser": { title: "ours: createParser", kind: "parser", package: "eventsource-wasm" },
  "eventsource-parser": { title: "eventsource-parser", kind: "parser", package: "eventsource-parser" },
  "ours-parser-stream": { title: "ours: parser stream", kind: "stream", package: "eventsource-wasm" },
  "eventsource-parser-stream": { title: "eventsource-parser/stream", kind: "stream", package: "eventsource-parser" },
  "limit-read": { title: "limit: read", kind: "limit" },
  "limit-decode": { title: "limit: read and decode", kind: "limit" },
  "limit-dispatch": { title: "limit: dispatch", kind: "limit" },
};
