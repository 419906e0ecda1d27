// A service worker, which must import all that it needs before it runs.

import { EventSource } from "/dist/index.js";
import { EventSource as WithoutWasm } from "/dist/no-wasm.js";
import { story, tellAll } from "./tell.js";

const told = Promise.all([story(EventSource), story(WithoutWasm)]);
told.then(([first, second]) => tellAll(first, `last: ${second}`));
globalThis.addEventListener("install", (event) => event.waitUntil(told));
