// Runs one client for a while, and tells what it heard.

import { CLIENTS } from "./clients.js";

/** What a hazard may give to a client. */
const GIVEN = {
  "an aborted fetch": () => {
    let calls = 0;
    return {
      fetch: (...given) => (calls++ === 0 ? Promise.reject(new DOMException("x", "AbortError")) : fetch(...given)),
    };
  },
  "an API key": () => ({ headers: { "X-Api-Key": "secret" } }),
};

globalThis.runClient = async (name, url, duration, given) => {
  const heard = { data: [], errors: 0 };
  const hear = {
    event: (data, closeNow) => {
      heard.data.push(data);
      if (data === "close") {
        closeNow();
      } else if (data === "throw") {
        throw new Error("a listener's own");
      }
    },
    error: () => {
      heard.errors += 1;
    },
  };
  const close = CLIENTS[name](url, hear, GIVEN[given]?.() ?? {});
  if (!close) {
    return undefined;
  }
  await new Promise((resolve) => setTimeout(resolve, duration));
  return { heard, close: () => close() };
};
