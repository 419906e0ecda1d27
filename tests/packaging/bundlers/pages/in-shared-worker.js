import { EventSource } from "eventsource-wasm";

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data: stream }) => {
    new EventSource(stream).onmessage = ({ data }) => port.postMessage(data);
  };
};
