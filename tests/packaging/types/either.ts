// Code that takes our class or the browser's own. It is compiled and never run: `npm test -- --only types,types-versions`.

import { EventSource } from "eventsource-wasm";

class Mine extends EventSource {}

declare const chance: boolean;
declare const perhaps: typeof EventSource | undefined;
declare const declared: typeof EventSource | typeof globalThis.EventSource;

function open(Source: typeof globalThis.EventSource) {
  const source = new Source("/", { withCredentials: true });
  source.onmessage = (event) => event.data;
  source.onerror = (event) => event.type;
}
open(EventSource);
open(Mine);
open(chance ? EventSource : globalThis.EventSource);
open(perhaps ?? globalThis.EventSource);
open(declared);

const Chosen = chance ? EventSource : globalThis.EventSource;
const Preferred = perhaps ?? globalThis.EventSource;
const Own = chance ? Mine : globalThis.EventSource;
for (const source of [new Chosen("/"), new Preferred("/"), new Own("/"), new declared("/")]) {
  source.onopen = (event) => event.type;
  source.onmessage = (event) => event.data;
  source.onmessage = ({ data, lastEventId }) => [data, lastEventId];
  source.onerror = function (event) {
    return event.type === "error" && this.close();
  };
  source.addEventListener("tick", (event) => event.data);
  source.addEventListener("error", (event) => event.type);
  source.removeEventListener("tick", console.log);
}
const either = new Chosen("/", { withCredentials: true });
either.onmessage = (event) => event.data;
new declared("/").onmessage = (event) => event.data;
