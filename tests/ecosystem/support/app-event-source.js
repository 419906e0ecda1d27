import { EventSource } from "eventsource-wasm";
import { session } from "./session.js";

// docs
export const AppEventSource = EventSource.with({
  headers: () => ({ Authorization: `Bearer ${session.token}` }),
  onUnauthorized: () => session.refresh(), // resolves with true if there is a new token
});
// end
