/**
 * Defines `globalThis.EventSource` where the browser has none, as in the service workers of some browsers.
 *
 * @module eventsource-wasm/polyfill
 */

import { install } from "../polyfill/install.ts";
import { EventSource } from "./index.ts";

if (!("EventSource" in globalThis)) {
  install(EventSource);
}
