import { EventSource } from "../../../dist/external.js";
import { openClass } from "../open-class.js";

export const open = openClass(EventSource);
