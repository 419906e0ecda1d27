import { EventSource } from "eventsource-wasm";
import "eventsource-wasm/shared";
import { show, stream } from "./show.js";

new EventSource(stream, { shared: true }).onmessage = show;
