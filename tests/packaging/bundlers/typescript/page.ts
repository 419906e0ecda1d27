// Code that was written for the browser's own class.

import { EventSource } from "eventsource-wasm";

export const source: globalThis.EventSource = new EventSource("/prices", { withCredentials: true });
globalThis.EventSource = EventSource;
