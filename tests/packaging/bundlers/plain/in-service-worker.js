// Workers have no import map.

import { EventSource } from "./node_modules/eventsource-wasm/dist/index.js";

self.onmessage = ({ data: stream, source: page }) => {
  new EventSource(stream).onmessage = ({ data }) => page.postMessage(data);
};
