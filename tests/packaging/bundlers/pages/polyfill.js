import "eventsource-wasm/polyfill/force";
import { show, stream } from "./show.js";

new EventSource(stream, { headers: { Authorization: "Bearer of the polyfill" } }).onmessage = show;
