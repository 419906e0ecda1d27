// Runs the checks in browsers: our class and the browser's own, in every kind of scope. See README.md.

import { parseArgs } from "node:util";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { createApi } from "./runner/api.mjs";
import { BROWSERS } from "./runner/browsers.mjs";
import { surprises } from "./runner/expectations.mjs";
import { pagesWith } from "./runner/pages.mjs";
import { printFailures, table, writeDocs } from "./runner/report.mjs";

const SCOPES = ["window", "iframe", "about:blank", "worker", "classic worker", "shared worker", "service worker"];
const WHICH = ["ours", "native"];
/** In ms, for all checks of one scope. */
const LIMIT = 100_000;
/** More that surprise are no matter of time. */
const MOST_ASKED_AGAIN = 5;

const { values } = parseArgs({
  options: {
    browser: { type: "string", default: Object.keys(BROWSERS).join() },
    suite: { type: "string", default: "standard" },
    entry: { type: "string", default: "index" },
    which: { type: "string", default: WHICH.join() },
    scope: { type: "string", default: SCOPES.join() },
    grep: { type: "string", default: "" },
    "forbid-wasm": { type: "boolean", default: false },
    times: { type: "string", default: "1" },
    "write-docs": { type: "boolean", default: false },
  },
});

const runs = [];
for (const name of values.browser.split(",")) {
  runs.push(...(await runIn(name)));
}
printFailures(runs);
console.log(`\n${table(runs)}\n`);
const news = runs.flatMap((run) => surprises(run, values.suite).map((surprise) => ({ ...run, ...surprise })));
for (const { browser, scope, what, message } of news) {
  console.log(`NOT EXPECTED in ${browser}, ${scope}: ${what}\n    ${message}`);
}
if (values["write-docs"]) {
  writeDocs(runs);
}
// In the words of Node's own test runner, for those who count.
const judged = runs
  .filter(({ which }) => which === "ours")
  .flatMap(({ results, error }) => (error ? [error] : results));
console.log(`# pass ${judged.length - news.length}\n# fail ${news.length}`);
process.exit(news.length === 0 ? 0 : 1);

/** All runs of one browser, `[{ browser, version, scope, which, results, error }]`. */
async function runIn(name) {
  const done = [];
  let browser;
  for (let time = 0; time < Number(values.times); time += 1) {
    for (const scope of values.scope.split(",")) {
      for (const which of values.which.split(",")) {
        const started = Date.now();
        let run;
        try {
          browser ??= await BROWSERS[name]();
          const setting = { suite: values.suite, scope, which };
          run = await runOnce(browser, { ...setting, grep: values.grep });
          await askAgain(browser, setting, { browser: name, ...run });
        } catch (error) {
          run = { error: error.message };
          // A browser that hangs gets no second chance.
          await browser?.kill();
          browser = undefined;
        }
        const { results, error } = run;
        done.push({ browser: name, version: browser?.version, scope, which, results, error });
        const what =
          error ?? (results ? `${results.filter(({ passed }) => passed).length}/${results.length}` : "absent");
        console.log(`${name} ${scope} ${which}: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      }
    }
  }
  await browser?.end();
  return done;
}

/**
 * A busy machine is late for what is measured in time: so what surprises is asked once more, alone. It stays a surprise if
 * it fails again, and is told if it does not.
 */
async function askAgain(browser, setting, run) {
  const news = surprises({ ...run, ...setting }, values.suite);
  if (!run.results || values.times !== "1" || news.length > MOST_ASKED_AGAIN) {
    return;
  }
  for (const { what, message } of news) {
    const again = await runOnce(browser, { ...setting, grep: what });
    const same = ({ group, name }) => `${group}: ${name}` === what;
    const result = again.results?.find(same);
    if (result) {
      run.results[run.results.findIndex(same)] = result;
      console.log(`once more, alone: ${what} ${result.passed ? `passes; before: ${message}` : "fails again"}`);
    }
  }
}

/** On origins of its own: a browser opens six connections to one, and the last run's may linger. */
async function runOnce(browser, setting) {
  const [pages, api] = [pagesWith(values.entry, values["forbid-wasm"]), createApi()];
  const server = await startScenarioServer({ pages: (...asked) => pages(...asked) || api(...asked) });
  try {
    await browser.goto(`${server.origin}/tests/browser/conformance/scopes/page.html?${new URLSearchParams(setting)}`);
    for (const limit = Date.now() + LIMIT; Date.now() < limit; ) {
      const report = await browser.run("return globalThis.report && JSON.stringify(globalThis.report)");
      if (report) {
        return JSON.parse(report);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`no report after ${LIMIT / 1000} s`);
  } finally {
    await server.close();
  }
}
