// A page whose classic script has run before.

import { story, tellAll } from "./tell.js";

tellAll(`last: ${await story(globalThis.EventSourceWasm.EventSource)}`);
