// Two sources of one entry at once, and another one when they are through.

import { story, tell, tellAll } from "./tell.js";

const query = new URLSearchParams(location.search);
const entry = query.get("entry");
if (query.has("without")) {
  delete globalThis.WebAssembly;
}
try {
  const { EventSource } = await import(`/dist/${entry}.js`);
  const both = await Promise.all([story(EventSource), story(EventSource)]);
  tellAll(...both, `last: ${await story(EventSource)}`);
} catch (error) {
  tell(`last: thrown: ${error}`);
}
