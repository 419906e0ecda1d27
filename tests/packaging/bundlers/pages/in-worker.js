import { EventSource } from "eventsource-wasm";

self.onmessage = ({ data: stream }) => {
  new EventSource(stream).onmessage = ({ data }) => postMessage(data);
};
