// Sharing's own core: the only file that imports its generated glue.

import { start } from "../build/shared/eventsource_wasm.js";

export { Member as Share } from "../build/shared/eventsource_wasm.js";

export function startModule(module: WebAssembly.Module): void {
  start((imports) => new WebAssembly.Instance(module, imports).exports);
}
