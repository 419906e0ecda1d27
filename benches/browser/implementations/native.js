import { openClass } from "../open-class.js";

export const open = openClass(globalThis.EventSource);
