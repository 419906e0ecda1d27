// Parcel builds no service worker that has an `import()` in it.

import { EventSource } from "eventsource-wasm/no-wasm";

self.onmessage = ({ data: stream, source: page }) => {
  new EventSource(stream).onmessage = ({ data }) => page.postMessage(data);
};
