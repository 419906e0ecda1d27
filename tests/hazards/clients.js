// Each client behind one small face: `open(url, hear)` gives a function that closes. `hear` has `event(data)` and
// `error()`. Nothing is set that a client does not need for its work.

import { fetchEventSource } from "@microsoft/fetch-event-source";
import { EventSourcePolyfill } from "event-source-polyfill";
import { EventSource as Npm } from "eventsource";
import { createEventSource } from "eventsource-client";
import { SSE } from "sse.js";
import { isTransient, EventSource as Ours } from "../../dist/index.js";

export const CLIENTS = {
  "eventsource-wasm": likeNative(Ours, { retry: { shouldRetry: isTransient } }),
  native: likeNative(globalThis.EventSource),
  eventsource: likeNative(Npm),
  "event-source-polyfill": likeNative(EventSourcePolyfill),
  "fetch-event-source": (url, hear) => {
    const controller = new AbortController();
    fetchEventSource(url, {
      signal: controller.signal,
      onmessage: ({ data }) => hear.event(data, () => controller.abort()),
      onerror: () => hear.error(),
    }).catch(() => hear.error());
    return () => controller.abort();
  },
  "eventsource-client": (url, hear) => {
    const source = createEventSource({
      url,
      onMessage: ({ data }) => hear.event(data, () => source.close()),
      onDisconnect: () => hear.error(),
    });
    return () => source.close();
  },
  "sse.js": likeNative(SSE, { autoReconnect: true }),
};

function likeNative(Class, init) {
  return (url, hear) => {
    const source = new Class(url, init);
    source.onmessage = ({ data }) => hear.event(data, () => source.close());
    source.onerror = () => hear.error();
    return () => source.close();
  };
}
