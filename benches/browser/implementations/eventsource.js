import { EventSource } from "eventsource";
import { openClass } from "../open-class.js";

export const open = openClass(EventSource);
