/**
 * Adds the option `shared` to the class of every entry: one connection for all tabs of an origin.
 *
 * @module eventsource-wasm/shared
 */

import { setJoin } from "../event-source/extension.ts";
import { join } from "../sharing/join.ts";

setJoin(join);
