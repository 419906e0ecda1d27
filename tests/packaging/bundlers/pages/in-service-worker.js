import { EventSource } from "eventsource-wasm";

self.onmessage = ({ data: stream, source: page }) => {
  new EventSource(stream).onmessage = ({ data }) => page.postMessage(data);
};
