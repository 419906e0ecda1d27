// The only file that imports the generated glue.

import { start } from "../build/eventsource_wasm.js";

export { Source, start } from "../build/eventsource_wasm.js";

export function startModule(module: WebAssembly.Module): void {
  start((imports) => new WebAssembly.Instance(module, imports).exports);
}
