// `npm run ecosystem`: the packed package in libraries that people plug it into, each in a small app whose token expires and
// whose connection drops. `--only rxjs,trpc` runs some, `--light` those that need neither a large download nor a quiet machine, `--write-docs` writes
// docs/ecosystem.md.

import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../browser/e2e/chromium.mjs";
import { installLocked, unpackInto } from "../browser/e2e/package.mjs";
import { isUpToDate, tableOf, writeDocs } from "./docs.mjs";
import { LIBRARIES } from "./libraries.mjs";
import { execute } from "./support/execute.mjs";
import { here } from "./support/paths.mjs";

/** How many apps run beside each other: they wait most of the time. */
const LANES = 3;

const { values } = parseArgs({
  options: { only: { type: "string" }, light: { type: "boolean" }, "write-docs": { type: "boolean" } },
});
const chosen = choose();
installLocked(here("."));
unpackInto(here("."));
if (chosen.some(({ isHeavy }) => isHeavy)) {
  installLocked(here("runtimes"));
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
const failed = [];
const waiting = [...chosen];
await Promise.all(Array.from({ length: LANES }, runWaiting));
await browser.close();
if (values["write-docs"]) {
  writeDocs();
} else if (!isUpToDate()) {
  failed.push("docs/ecosystem.md, which --write-docs writes");
}
console.log(tableOf());
console.log(failed.length > 0 ? `\nFailed: ${failed.join("; ")}` : "");
console.log(`# pass ${chosen.length + 1 - failed.length}\n# fail ${failed.length}`);
process.exit(failed.length > 0 ? 1 : 0);

function choose() {
  const names = values.only?.split(",");
  const unknown = names?.filter((name) => !LIBRARIES.some((library) => library.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(`no such library: ${unknown.join(", ")}`);
  }
  return LIBRARIES.filter(
    ({ name, isHeavy, isTimed }) => names?.includes(name) ?? !(values.light && (isHeavy || isTimed)),
  );
}

async function runWaiting() {
  for (let library = waiting.shift(); library; library = waiting.shift()) {
    const began = performance.now();
    const problem = await execute(library, browser).catch((error) => error);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(problem ? `${library.title}: ${problem.stack ?? problem}` : `${library.title} works, ${seconds} s`);
    if (problem) {
      failed.push(library.title);
    }
  }
}
