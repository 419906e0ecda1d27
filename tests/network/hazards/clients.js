// Each client behind one small interface: `open(url, hear, given)` gives a function that closes. `hear` has `event(data)` and
// `error()`, `given` a `fetch` or `headers` where a hazard needs them; it gives nothing if the client has no such option.
// Nothing else is set that a client does not need for its work.

import { fetchEventSource } from "@microsoft/fetch-event-source";
import { EventSourcePolyfill } from "event-source-polyfill";
import { EventSource as Npm } from "eventsource";
import { createEventSource } from "eventsource-client";
import { SSE } from "sse.js";
import { isTransient, EventSource as Ours } from "../../../dist/index.js";

export const CLIENTS = {
  "eventsource-wasm": likeNative(Ours, ({ fetch, headers }) => ({
    retry: { shouldRetry: isTransient },
    fetch,
    headers,
  })),
  native: likeNative(globalThis.EventSource, unless("fetch", "headers")),
  // Headers by its `fetch`, as its README says.
  eventsource: likeNative(Npm, ({ fetch, headers }) => ({
    fetch: headers
      ? (url, init) => globalThis.fetch(url, { ...init, headers: { ...init.headers, ...headers } })
      : fetch,
  })),
  "event-source-polyfill": likeNative(EventSourcePolyfill, unless("fetch")),
  "fetch-event-source": (url, hear, { fetch, headers }) => {
    const controller = new AbortController();
    fetchEventSource(url, {
      fetch,
      headers,
      signal: controller.signal,
      onmessage: ({ data }) => hear.event(data, () => controller.abort()),
      onerror: () => hear.error(),
    }).catch(() => hear.error());
    return () => controller.abort();
  },
  "eventsource-client": (url, hear, { fetch, headers }) => {
    const source = createEventSource({
      url,
      fetch,
      headers,
      onMessage: ({ data }) => hear.event(data, () => source.close()),
      onDisconnect: () => hear.error(),
    });
    return () => source.close();
  },
  "sse.js": likeNative(SSE, (given) => unless("fetch")(given) && { ...given, autoReconnect: true }),
};

/** The options that are given, nothing if one of these is. */
function unless(...names) {
  return (given) => (names.some((name) => given[name]) ? undefined : given);
}

/** `initFor` gives the second argument. */
function likeNative(Class, initFor) {
  return (url, hear, given) => {
    const init = initFor(given);
    if (!init) {
      return undefined;
    }
    const source = new Class(url, init);
    source.onmessage = ({ data }) => hear.event(data, () => source.close());
    source.onerror = () => hear.error();
    return () => source.close();
  };
}
