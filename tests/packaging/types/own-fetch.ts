// What the option `fetch` takes. It is compiled and never run: `npm test -- --only types,types-versions`.

import { EventSource, type EventSourceInit, type ResponseLike } from "eventsource-wasm";

const headers = new Headers({ "Content-Type": "text/event-stream" });
const body = new ReadableStream<Uint8Array>();

async function* text() {
  yield "data: 1\n\n";
}

/** A library's own class, such as those of mocks. */
declare class LibraryResponse extends Response {
  readonly brand: "library";
}

const functions: EventSourceInit["fetch"][] = [
  fetch,
  globalThis.fetch.bind(globalThis),
  (url, init) => fetch(url.toUpperCase(), { ...init, keepalive: true }),
  async (url, { signal }) => new Response(signal?.aborted ? "" : url),
  async () => new LibraryResponse(""),
  async () => ({ ok: true, status: 200, headers, body }),
  async () => ({ status: 204, statusText: "No Content", headers, body: null }),
  async () => ({ status: 500, headers, url: "/final", redirected: true, type: "basic" }),
  async () => ({ status: 200, headers: new Map([["Content-Type", "text/event-stream"]]), body: text() }),
  () => ({
    status: 200,
    headers: { get: (name: string) => (name === "Content-Type" ? "text/event-stream" : null) },
    body,
  }),
  (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
];
functions.map((fetch) => new EventSource("/", { fetch }));
new EventSource("/", { fetch: async (url) => ({ status: url.length, headers, body: text() }) });
const response: ResponseLike = { ok: true, status: 200, headers, body };
new EventSource<{ price: number }>("/", {
  parse: JSON.parse,
  fetch: (_url, init) => (init.signal ? response : fetch("/")),
});

// @ts-expect-error: a plain object is no Headers
new EventSource("/", { fetch: async () => ({ status: 200, headers: { "content-type": "text/event-stream" }, body }) });
// @ts-expect-error: text is no response
new EventSource("/", { fetch: async () => "data: 1\n\n" });
// @ts-expect-error: a number cannot be read
new EventSource("/", { fetch: async () => ({ status: 200, headers, body: 1 }) });
// @ts-expect-error: it gives nothing
new EventSource("/", { fetch: async () => {} });
