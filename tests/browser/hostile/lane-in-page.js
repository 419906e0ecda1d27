// A lane in a frame or in a worker: takes cases from whoever opened it.

import { Lane } from "./lane.js";

const { id, entry, control } = Object.fromEntries(new URLSearchParams(location.search));
const tell = (message) => (globalThis.document ? parent.postMessage(message, "*") : postMessage(message));
const lane = await Lane.open({ id, origin: location.origin, control, entry, load, collect });

async function load(name) {
  if (name === "shared") {
    await import("/package/dist/shared.js");
  }
  const { EventSource, init } = await import(`/package/dist/${name === "shared" ? "index" : name}.js`);
  await init?.();
  return EventSource;
}

/** Where a page cannot do it, the runner does. */
async function collect() {
  if (globalThis.gc) {
    // The last resort also clears what the engine remembers of calls, which may hold a function that nobody else does.
    await gc({ type: "major", execution: "async", flavor: "last-resort" });
    return;
  }
  const collected = new Promise((resolve) => {
    addEventListener("message", ({ data }) => data.collected && resolve());
  });
  tell({ collect: true });
  await collected;
}

const ANSWERS = { run: (given) => lane.run(given), left: () => lane.left() };

globalThis.addEventListener("message", async ({ data }) => {
  if (ANSWERS[data?.ask]) {
    tell({ number: data.number, answer: await ANSWERS[data.ask](data.given) });
  }
});
tell({ number: 0 });
