import { EventSource } from "../../../dist/no-wasm.js";
import { openClass } from "../open-class.js";

export const open = openClass(EventSource);
