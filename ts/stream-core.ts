// The parser stream's own core: the only file that imports its generated glue.

import { start } from "../build/stream/eventsource_wasm.js";

export { StreamParser } from "../build/stream/eventsource_wasm.js";

export function startModule(module: WebAssembly.Module): void {
  start((imports) => new WebAssembly.Instance(module, imports).exports);
}
