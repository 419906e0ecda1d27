// `node benches/browser/costs.mjs`: what the steps of an event cost in Chromium apart from the network.
//
//   --write-docs   writes the table into docs/performance.md

import { parseArgs } from "node:util";
import { build } from "../../scripts/build.mjs";
import { FOR_BENCHMARKS, setUp } from "../../scripts/setup.mjs";
import { bundled } from "./bundle.mjs";
import { openChromium } from "./chromium.mjs";
import { writePart } from "./docs.mjs";
import { startFlood } from "./flood.mjs";
import { table } from "./report.mjs";

const EVENT_ROWS = [
  ["a `MessageEvent` made from a dictionary, dispatched to one listener", (cost) => cost.dictionary],
  [
    "of that the `origin`, which Chromium parses as a URL each time",
    (cost) => cost.dictionary - cost["dictionary, no origin"],
  ],
  ["ours: a `MessageEvent` made by `initMessageEvent`, dispatched to one listener", (cost) => cost.alone],
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
const server = await startFlood(new Map([["/page.js", await bundled("costs.js")]]));
const browser = await openChromium();
const page = await browser.open(server.origins[0]);
const costs = await page.call("eventCosts");
await browser.close();
server.close();

const text = `${browser.version}, ${new Date().toISOString().slice(0, 10)}.

${table([["one event", "µs"], ...EVENT_ROWS.map(([name, of]) => [name, of(costs).toFixed(2)])])}`;
console.log(text);
if (values["write-docs"]) {
  writePart("costs", "node benches/browser/costs.mjs --write-docs", text);
}
