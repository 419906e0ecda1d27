// An app in JavaScript that its editor checks.

import { EventSource } from "eventsource-wasm";

/** @type {EventSource<{ tick: number }>} */
const source = new EventSource("/ticks", { parse: JSON.parse });
source.addEventListener("tick", ({ data }) => data.toFixed());
// @ts-expect-error: there is no such option
new EventSource("/ticks", { header: {} });
