// A classic worker with the classic script.

importScripts("/dist/eventsource-wasm.js");
const source = new globalThis.EventSourceWasm.EventSource("/events");
const tell = (text) => fetch("/told", { method: "POST", body: JSON.stringify([`last: ${text}`]) });
source.onmessage = ({ data }) => data === "3" && tell(data);
source.onerror = ({ message }) => source.readyState === 2 && tell(message);
