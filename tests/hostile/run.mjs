// Runs hostile cases: see README.md.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./generate.js";
import { inBrowser } from "./platforms/browser.mjs";
import { inNode } from "./platforms/node.mjs";
import { startServer } from "./server.mjs";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    platform: { type: "string", default: "chromium" },
    lanes: { type: "string", default: "6" },
    package: { type: "string", default: fileURLToPath(new URL("../..", import.meta.url)) },
    replay: { type: "string" },
    ignore: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});

const server = await startServer(values.package);
const isBrowser = /^(chromium|firefox)$/.test(values.platform);
const cases = values.replay
  ? [JSON.parse(values.replay)]
  : generate({ cases: Number(values.cases), seed: Number(values.seed), hasDocument: isBrowser });
const began = performance.now();
const task = { cases, port: server.port, lanes: Number(values.lanes), packaged: values.package };
const results = await (isBrowser ? inBrowser(values.platform, task) : inNode({}, task));
server.close();
const isIgnored = (failure) => values.ignore && new RegExp(values.ignore).test(failure);
const failed = results.filter(({ failures }) => failures.some((failure) => !isIgnored(failure)));
for (const { given, failures, seen } of failed) {
  console.log(`${failures.join("\n  ")}\n  ${seen.join(", ")}\n  ${JSON.stringify(given)}`);
}
if (values.verbose) {
  for (const { given, reached, seen } of results) {
    console.log(JSON.stringify(given), reached, seen.join(", "));
  }
}
const reached = results.filter((result) => result.reached).length;
console.log(`${results.length} cases, ${reached} reached, in ${((performance.now() - began) / 1000).toFixed(1)} s`);
console.log(`# pass ${results.length - failed.length}\n# fail ${failed.length}`);
process.exit(failed.length > 0 ? 1 : 0);
