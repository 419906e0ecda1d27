// Listeners of a service worker must be there when its script first ran, and it may not import later.

import { run } from "../entry.js";
import { answer } from "./answer.js";

addEventListener("install", () => skipWaiting());
addEventListener("message", (event) => event.waitUntil(answer(event, run)));
