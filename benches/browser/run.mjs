// `npm run bench`: every client under every workload, interleaved, in Chromium. It fails nothing; it tells.
//
//   --browser chromium|firefox   --rounds 4   --only start,alone,tick   --which ours-class,native   --write-docs
//   --base <folder>: another build's dist/, measured beside this one as base-class, base-iterator and so on

import { parseArgs } from "node:util";
import { build } from "../../scripts/build.mjs";
import { FOR_BENCHMARKS, setUp } from "../../scripts/setup.mjs";
import { bundle } from "./bundle.mjs";
import { openChromium } from "./chromium.mjs";
import { writeDocs } from "./docs.mjs";
import { openFirefox } from "./firefox.mjs";
import { startFlood } from "./flood.mjs";
import { floodGoals } from "./flood-goals.mjs";
import { goals } from "./goals.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { isFor, measure, NAMES } from "./measure.mjs";
import { PART_NAMES, report } from "./report.mjs";
import { measureSizes, sizesTable } from "./sizes.mjs";
import { STARTS } from "./workloads.mjs";

const BROWSERS = { chromium: openChromium, firefox: openFirefox };

const { values } = parseArgs({
  options: {
    browser: { type: "string", default: "chromium" },
    rounds: { type: "string", default: "4" },
    only: { type: "string", default: NAMES.join() },
    which: { type: "string" },
    base: { type: "string" },
    "write-docs": { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const workloads = NAMES.filter(
  (name) =>
    values.only.split(",").some((only) => name === only || name.startsWith(`${only}-`)) &&
    // Only Chromium can be made slower, and tells what the main thread does and what a page holds.
    (values.browser === "chromium" || !(name in STARTS || name === "memory")),
);
for (const name of values.base ? ["class", "iterator", "parser", "parser-stream"] : []) {
  IMPLEMENTATIONS[`base-${name}`] = { ...IMPLEMENTATIONS[`ours-${name}`], title: `base: ${name}` };
}
const chosen = values.which?.split(",") ?? Object.keys(IMPLEMENTATIONS);

await setUp(FOR_BENCHMARKS);
await build();
const { scripts, missing } = await bundle(chosen, values.base);
for (const [name, reason] of missing) {
  console.log(`${name} is left out: ${reason}`);
}
const sizes = await measureSizes();
const server = await startFlood(scripts);
const browser = await BROWSERS[values.browser]();
/** By workload and implementation: the figures of each round, or what is wrong. */
const results = Object.fromEntries(workloads.map((workload) => [workload, {}]));
for (let round = 0; round < rounds; round += 1) {
  for (const workload of workloads) {
    const asked = chosen.filter((name) => !missing.has(name) && isFor(workload, name));
    for (const implementation of inTurn(asked, round)) {
      await measureOnce(workload, implementation);
    }
  }
  console.log(`round ${round + 1} of ${rounds} is done`);
  if (values["write-docs"]) {
    writeDocs({ browser: values.browser, version: browser.version, rounds: round + 1, results, sizes });
  }
}
await browser.close();
server.close();
const parts = [
  ["goals", goals(results)],
  ["sizes", sizesTable(sizes)],
  ...PART_NAMES.map((part) => [part, report(results, part)]),
  ["flood goals", report(results, "floods") && floodGoals(results)],
];
for (const [part, text] of parts.filter(([, text]) => text)) {
  console.log(`\n## ${part}\n\n${text}`);
}

/** Clients that made a mistake twice in a row are left out from then on. */
async function measureOnce(workload, implementation) {
  const result = results[workload][implementation] ?? { rounds: [] };
  results[workload][implementation] = result;
  if (result.wrong) {
    return;
  }
  const ask = () => measure({ browser, server, implementation, workload });
  const first = await ask();
  const { wrong, ...figures } = first.wrong ? await ask() : first;
  if (wrong) {
    result.wrong = wrong;
  } else {
    result.rounds.push(figures);
  }
}

/** Each round begins with another: who is first has the coldest machine. */
function inTurn(list, round) {
  const start = round % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
