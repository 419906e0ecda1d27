// A dedicated or a shared worker with one entry.

import { story, tellAll } from "./tell.js";

const { EventSource } = await import(`/dist/${new URL(import.meta.url).searchParams.get("entry")}.js`);
tellAll(`last: ${await story(EventSource)}`);
