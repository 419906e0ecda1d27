import { EventSource, init } from "eventsource-wasm/external";
import { show, stream } from "./show.js";

init().then(() => {
  new EventSource(stream).onmessage = show;
});
