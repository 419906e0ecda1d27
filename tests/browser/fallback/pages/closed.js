// A source that is closed while its core is on the way, then another one.

import { story, tell, tellAll } from "./tell.js";

const { EventSource } = await import("/dist/index.js");
const source = new EventSource("/events");
for (const type of ["open", "message", "error"]) {
  source.addEventListener(type, () => tell(`${type} after close()`));
}
// The stream and the core have both been asked for.
await fetch("/both-asked", { method: "POST" });
source.close();
await fetch("/closed", { method: "POST" });
tellAll(`last: ${await story(EventSource)}`);
