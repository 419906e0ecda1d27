import { EventSourcePolyfill } from "event-source-polyfill";
import { openClass } from "../open-class.js";

export const open = openClass(EventSourcePolyfill);
