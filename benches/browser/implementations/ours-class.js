import { EventSource } from "../../../dist/index.js";
import { openClass } from "../open-class.js";

export const open = openClass(EventSource);
