// The only file that imports the generated glue.

import { Source } from "../build/eventsource_wasm.js";

export { initSync } from "../build/eventsource_wasm.js";
export { Source };

/** What the core takes of the options. */
export type Options = ConstructorParameters<typeof Source>[1];
