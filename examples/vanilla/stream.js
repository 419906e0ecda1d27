// The stream's options: a token that is refreshed, and a connection that comes back.

import { EventSource, isTransient } from "eventsource-wasm";

let token = "";

async function refresh() {
  const response = await fetch("/api/token", { method: "POST" });
  ({ token } = await response.json());
  return response.ok; // true: try again at once
}

export function openPrices() {
  return new EventSource("/api/prices", {
    headers: () => ({ Authorization: `Bearer ${token}` }), // called before each attempt
    onUnauthorized: refresh, // called after a 401
    retry: { shouldRetry: isTransient }, // also retry 429, 502, 503 and 504
    heartbeatTimeout: 45_000, // the server sends a comment every 15 s
    parse: JSON.parse,
  });
}
