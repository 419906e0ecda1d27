// A source that cannot have its core, and another one after it.

import { story, tellAll } from "./tell.js";

const { EventSource } = await import("/dist/index.js");
const first = await story(EventSource);
await fetch("/again", { method: "POST" });
tellAll(first, `last: ${await story(EventSource)}`);
