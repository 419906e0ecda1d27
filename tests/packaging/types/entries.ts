// Every entry's class is typed like the default one. It is compiled and never run: `npm test -- --only types`.

import type { EventSource } from "eventsource-wasm";
import type { EventSource as External } from "../../../ts/entry/external.ts";
import type { EventSource as NoWasm } from "../../../ts/entry/no-wasm.ts";

type Prices = { price: number };

export const external = (source: External<Prices>): EventSource<Prices> => source;
export const noWasm = (source: NoWasm<Prices>): EventSource<Prices> => source;
