// What every stream of the app has in common: a token that is refreshed, and a connection that comes back.

import { isTransient } from "eventsource-wasm";

let token = "";

async function refresh(): Promise<boolean> {
  const response = await fetch("/api/token", { method: "POST" });
  ({ token } = await response.json());
  return response.ok; // true: try again at once
}

export const session = {
  headers: () => ({ Authorization: `Bearer ${token}` }), // called before each attempt
  onUnauthorized: refresh, // called after a 401
  retry: { shouldRetry: isTransient }, // also retry 429, 502, 503 and 504
  heartbeatTimeout: 45_000, // the server sends a comment every 15 s
};
