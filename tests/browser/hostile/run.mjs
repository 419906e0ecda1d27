// Runs hostile cases on every platform: see README.md.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./generate.js";
import { PLATFORMS, setUpRuntimes } from "./platforms/index.mjs";
import { startServer } from "./server.mjs";

const { values } = parseArgs({
  options: {
    platform: { type: "string", default: Object.keys(PLATFORMS).join() },
    cases: { type: "string" },
    seed: { type: "string", default: "1" },
    lanes: { type: "string" },
    package: { type: "string", default: fileURLToPath(new URL("../../..", import.meta.url)) },
    replay: { type: "string" },
    ignore: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});

setUpRuntimes();
const server = await startServer(values.package);
const runs = await Promise.all(values.platform.split(",").map(runOn));
server.close();
const failed = runs.reduce((sum, run) => sum + run.failed, 0);
const passed = runs.reduce((sum, run) => sum + run.passed, 0);
console.log(`# pass ${passed}\n# fail ${failed}`);
process.exit(failed > 0 ? 1 : 0);

async function runOn(name) {
  const { run, scopes, cases, lanes, isPatient, leftOut } = PLATFORMS[name];
  const wanted = { cases: Number(values.cases ?? cases), seed: Number(values.seed), scopes, isPatient };
  const all = values.replay ? [JSON.parse(values.replay)].flat() : generate(wanted);
  const given = all.filter((one) => !leftOut?.test(JSON.stringify(one)));
  const began = performance.now();
  const task = {
    name,
    cases: given,
    port: server.port,
    lanes: Number(values.lanes ?? lanes),
    packaged: values.package,
  };
  const results = await run(task);
  if (!results) {
    console.log(`${name}: not installed`);
    return { passed: 0, failed: 0 };
  }
  const wrong = results.filter(({ failures }) => !failures.every(isIgnored));
  const shown = values.verbose ? results : wrong;
  for (const result of shown) {
    print(name, result);
  }
  const reached = results.filter((result) => result.reached).length;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: ${given.length} cases, ${wrong.length} failed, ${reached} had their occasion, ${seconds} s`);
  return { passed: given.length - wrong.length, failed: wrong.length };
}

function isIgnored(failure) {
  return values.ignore !== undefined && new RegExp(values.ignore).test(failure);
}

function print(name, { given, failures, reached, seen }) {
  const what = failures.length > 0 ? failures.join("\n  ") : reached ? "passed" : "passed without its occasion";
  console.log(
    `${name}: ${what}\n  ${seen.join(", ")}\n  --replay '${JSON.stringify(given).replaceAll("'", "\\u0027")}'`,
  );
}
