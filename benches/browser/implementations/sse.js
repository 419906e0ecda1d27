import { SSE } from "sse.js";
import { openClass } from "../open-class.js";

export const open = openClass(SSE);
