// The class stands where types want the browser's own. It is compiled and never run: `npm test -- --only types`.

import { EventSource } from "eventsource-wasm";

const instance: globalThis.EventSource = new EventSource("/", { withCredentials: true });
const target: EventTarget = new EventSource("/");
export const Constructor: typeof globalThis.EventSource = EventSource;
globalThis.EventSource = EventSource;

/** Code that was written for the browser's own. */
function follow(source: globalThis.EventSource, show: (data: unknown) => void) {
  source.onopen = (event) => show(event.type);
  source.onmessage = (event) => show(event.data);
  source.onerror = function (event) {
    show([event.type, this.readyState === source.CLOSED]);
  };
  source.addEventListener("tick", (event) => show(event.lastEventId));
  source.addEventListener("error", { handleEvent: (event) => show(event.type) }, { once: true });
  source.removeEventListener("tick", show);
  return () => source.close();
}

follow(instance, console.log);
follow(new EventSource<{ tick: number }>("/", { parse: JSON.parse }), console.log);
target.dispatchEvent(new Event("error"));
