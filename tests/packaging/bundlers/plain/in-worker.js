// Workers have no import map.

import { EventSource } from "./node_modules/eventsource-wasm/dist/index.js";

self.onmessage = ({ data: stream }) => {
  new EventSource(stream).onmessage = ({ data }) => postMessage(data);
};
