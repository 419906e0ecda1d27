// A lane in a frame or in a worker: takes cases from whoever opened it, one after the other.

import { Lane } from "./lane.js";

const { id, entry, control } = Object.fromEntries(new URLSearchParams(location.search));
const lane = await Lane.open({ id, origin: location.origin, control, entry, load });
const opener = globalThis.document ? parent : globalThis;
const tell = (message) => opener.postMessage({ id, ...message }, globalThis.document ? "*" : undefined);

async function load(name) {
  if (name === "shared") {
    await import("/package/dist/shared.js");
  }
  const { EventSource, init } = await import(`/package/dist/${name === "shared" ? "index" : name}.js`);
  await init?.();
  return EventSource;
}

const ANSWERS = { run: (given) => lane.run(given), left: () => lane.left() };

globalThis.addEventListener("message", async ({ data }) => {
  if (ANSWERS[data?.ask]) {
    tell({ number: data.number, answer: await ANSWERS[data.ask](data.given) });
  }
});
tell({ number: 0 });
