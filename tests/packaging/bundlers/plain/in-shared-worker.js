// Workers have no import map.

import { EventSource } from "./node_modules/eventsource-wasm/dist/index.js";

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data: stream }) => {
    new EventSource(stream).onmessage = ({ data }) => port.postMessage(data);
  };
};
