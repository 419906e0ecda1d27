import { EventSource } from "eventsource-wasm/no-wasm";
import { show, stream } from "./show.js";

new EventSource(stream).onmessage = show;
