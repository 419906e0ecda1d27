/**
 * Makes the class `globalThis.EventSource` in place of the browser's own.
 *
 * @module eventsource-wasm/polyfill/force
 */

import { install } from "../../polyfill/install.ts";
import { EventSource } from "../index.ts";

install(EventSource);
