// The only file that imports the generated glue.

export { initSync, Source } from "../build/eventsource_wasm.js";
