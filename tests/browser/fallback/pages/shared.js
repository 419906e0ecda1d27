// Two sources that would share a connection.

import { story, tellAll } from "./tell.js";

const { EventSource } = await import("/dist/index.js");
await import("/dist/shared.js");
const both = [story(EventSource, { shared: "user" }), story(EventSource, { shared: "user" })];
tellAll(await both[0], `last: ${await both[1]}`);
