// A lane in a process of Node.

import { pathToFileURL } from "node:url";
import { Lane } from "../lane.js";

const { dom, packaged, ...given } = JSON.parse(process.argv[2]);
if (dom) {
  const { mimic } = await import("./mimic.mjs");
  mimic(dom, given.origin);
}

const importing = (name) => import(pathToFileURL(`${packaged}/dist/${name}.js`));

async function load(name) {
  if (name === "shared") {
    await importing("shared");
  }
  const { EventSource, init } = await importing(name === "shared" ? "index" : name);
  await init?.(`${given.control}/package/dist/eventsource_wasm.wasm`);
  return EventSource;
}

const lane = await Lane.open({
  ...given,
  load,
  collect: () => gc({ type: "major", execution: "async", flavor: "last-resort" }),
});

const ANSWERS = { run: (asked) => lane.run(asked), left: () => lane.left() };

process.on("message", async ({ ask, number, given: asked }) =>
  process.send({ number, answer: await ANSWERS[ask](asked) }),
);
process.send({ number: 0 });
