// `node benches/browser/costs.mjs`: what an event, and the first event of a page, cost in Chromium apart from the network.
//
//   --write-docs   writes both tables into docs/performance.md

import { parseArgs } from "node:util";
import { build } from "../../scripts/build.mjs";
import { FOR_BENCHMARKS, setUp } from "../../scripts/setup.mjs";
import { bundled } from "./bundle.mjs";
import { openChromium } from "./chromium.mjs";
import { writePart } from "./docs.mjs";
import { startFlood } from "./flood.mjs";

/** Pages for the first event of each. */
const PAGES = 20;

const EVENT_ROWS = [
  ["a `MessageEvent` made from a dictionary, dispatched to one listener", (cost) => cost.dictionary],
  [
    "of that the `origin`, which Chromium parses as a URL each time",
    (cost) => cost.dictionary - cost["dictionary, no origin"],
  ],
  ["ours in a flood: a `MessageEvent` made without a dictionary, dispatched to one listener", (cost) => cost.flood],
  ["of that `new MessageEvent(type)` alone", (cost) => cost.bare],
  [
    "a checkpoint for the listener's promise reactions, before the next event",
    (cost) => cost["listeners, with a checkpoint after each"] - cost.listeners,
  ],
  ["a turn of `for await`, over promises that are resolved already", (cost) => cost.loop],
];

const { values } = parseArgs({ options: { "write-docs": { type: "boolean", default: false } } });

await setUp(FOR_BENCHMARKS);
await build();
const clients = {
  native: "export const { EventSource } = globalThis;",
  "eventsource-wasm": await bundled("../../dist/index.js"),
};
const scripts = Object.entries(clients).map(([name, script]) => [`/${name}.js`, script]);
const server = await startFlood(new Map([["/page.js", await bundled("costs.js")], ...scripts]));
const browser = await openChromium();

const costs = await onPage((page) => page.call("eventCosts"));
const steps = {};
for (let index = 0; index < PAGES; index += 1) {
  for (const name of Object.keys(clients)) {
    const url = `${server.origins[0]}/first`;
    const took = await onPage((page) => page.call("firstSteps", `/${name}.js`, url));
    steps[name] ??= took;
    for (const step of Object.keys(took)) {
      steps[name][step] = Math.min(steps[name][step], took[step]);
    }
  }
}
await browser.close();
server.close();

const tables = `${browser.version}, ${new Date().toISOString().slice(0, 10)}.

| one event | µs |
| --- | --- |
${EVENT_ROWS.map(([name, of]) => `| ${name} | ${of(costs).toFixed(2)} |`).join("\n")}

| the first event of a page: ms | load the script | construct | until \`open\` |
| --- | --- | --- | --- |
${Object.entries(steps)
  .map(
    ([name, { load, construct, open }]) =>
      `| ${[name, ...[load, construct, open].map((ms) => ms.toFixed(1))].join(" | ")} |`,
  )
  .join("\n")}`;
console.log(tables);
if (values["write-docs"]) {
  writePart("costs", "node benches/browser/costs.mjs --write-docs", tables);
}

async function onPage(act) {
  const page = await browser.open(server.origins[0]);
  try {
    return await act(page);
  } finally {
    await page.close();
  }
}
