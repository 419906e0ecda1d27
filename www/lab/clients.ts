// The clients of the laboratory, each as its own users would set it up, behind one small interface.

import { fetchEventSource } from "@microsoft/fetch-event-source";
import { EventSourcePolyfill } from "event-source-polyfill";
import { EventSource as NpmEventSource } from "eventsource";
import { createEventSource } from "eventsource-client";
import { EventSource, isTransient } from "eventsource-wasm";

/** What a client reports. */
export interface Hear {
  open(): void;
  event(id: string): void;
  /** Another event than those that are numbered. */
  other(): void;
  /** What it says of an error, and whether it comes back. */
  error(text: string, isFinal: boolean): void;
}

export interface Client {
  readonly name: string;
  /** In one or two words, how it was made. */
  readonly version: string;
  /** `token` gives what to send as `Authorization`, for clients that can. Gives the function that ends it. */
  start(url: string, token: () => string, hear: Hear): () => void;
}

type AnySource = Pick<globalThis.EventSource, "addEventListener" | "readyState" | "close">;

const CLOSED = 2;

export const CLIENTS: readonly Client[] = [
  {
    name: "eventsource-wasm",
    version: "this one",
    start(url, token, hear) {
      const source = new EventSource(url, {
        headers: () => ({ Authorization: `Bearer ${token()}` }),
        retry: { initialDelay: 500, shouldRetry: isTransient },
        onUnauthorized: () => true,
        connectTimeout: 2000,
        heartbeatTimeout: 2000,
      });
      listen(source as unknown as AnySource, hear, (event) => (event as Event & { message: string }).message);
      return () => source.close();
    },
  },
  {
    name: "The browser’s own",
    version: "native",
    start(url, _token, hear) {
      const source = new globalThis.EventSource(url);
      listen(source, hear, says);
      return () => source.close();
    },
  },
  {
    name: "eventsource",
    version: "5.1.5",
    start(url, token, hear) {
      const source = new NpmEventSource(url, {
        fetch: (input, init) =>
          fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token()}` } }),
      });
      listen(source as unknown as AnySource, hear, says);
      return () => source.close();
    },
  },
  {
    name: "eventsource-client",
    version: "1.2.0",
    start(url, token, hear) {
      const source = createEventSource({
        url,
        fetch: (input, init) =>
          fetch(input, { ...init, headers: { ...init?.headers, Authorization: `Bearer ${token()}` } }),
        onConnect: hear.open,
        onMessage: ({ event, id }) => (event === undefined ? hear.event(id ?? "") : hear.other()),
        onScheduleReconnect: ({ delay }) => hear.error(`Disconnected. The next attempt follows in ${delay} ms.`, false),
        onDisconnect: () => {
          if (source.readyState === "closed") hear.error("It closed and gave no reason.", true);
        },
      });
      return () => source.close();
    },
  },
  {
    name: "event-source-polyfill",
    version: "1.0.31",
    start(url, token, hear) {
      const source = new EventSourcePolyfill(url, { headers: { Authorization: `Bearer ${token()}` } });
      listen(source as unknown as AnySource, hear, says);
      return () => source.close();
    },
  },
  {
    name: "fetch-event-source",
    version: "2.0.1",
    start(url, token, hear) {
      const controller = new AbortController();
      fetchEventSource(url, {
        signal: controller.signal,
        headers: { Authorization: `Bearer ${token()}` },
        openWhenHidden: true,
        onopen: async (response) => {
          if (!response.ok) throw new Error(`status ${response.status}`);
          hear.open();
        },
        // It makes an event of a block that only has a `retry`.
        onmessage: ({ event, id }) => (event === "" && id !== "" ? hear.event(id) : hear.other()),
        onclose: () => hear.error("The stream ended. This client does not reconnect.", true),
        onerror: (error) => hear.error(String(error), false),
      }).catch((error) => hear.error(String(error), true));
      return () => controller.abort();
    },
  },
];

function listen(source: AnySource, hear: Hear, text: (event: Event) => string): void {
  source.addEventListener("open", () => hear.open());
  source.addEventListener("message", ({ lastEventId }) => hear.event(lastEventId));
  for (const type of ["flood", "giant"]) source.addEventListener(type, () => hear.other());
  source.addEventListener("error", (event) => hear.error(text(event), source.readyState === CLOSED));
}

/** What an error event has beyond an ordinary event. */
function says(event: Event): string {
  const { status, code, message } = event as Event & { status?: number; code?: number; message?: string };
  return message || ((status ?? code) ? `status ${status ?? code}` : "An error event without details.");
}
