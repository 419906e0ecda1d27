/**
 * Makes the class `globalThis.EventSource` where the browser has none, as in service workers of some.
 *
 * @module eventsource-wasm/polyfill
 */

import { install } from "../polyfill/install.ts";
import { EventSource } from "./index.ts";

if (!("EventSource" in globalThis)) {
  install(EventSource);
}
