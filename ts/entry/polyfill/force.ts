/**
 * Replaces the browser's own `globalThis.EventSource`.
 *
 * @module eventsource-wasm/polyfill/force
 */

import { install } from "../../polyfill/install.ts";
import { EventSource } from "../index.ts";

install(EventSource);
