// Runs code in a page with zone.js, in browsers that the tests of the importing file share.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { BROWSERS } from "../conformance/runner/browsers.mjs";
import { install, startServer } from "./server.mjs";

const ends = [];
const browsers = {};
let server;

before(async () => {
  install();
  server = await startServer({ after: (end) => ends.push(end) });
});

after(async () => {
  for (const end of ends) {
    await end();
  }
});

/** What the function gives in a page with zone.js; it gets our class and what is given. */
export async function inPage({ browser = "chromium", version = "0.16", folder = "" }, work, ...given) {
  const address = server.page(
    `<script src="/zone-${version}.js"></script>`,
    `<script type="module">
      import { EventSource as Ours } from "${folder}/index.js";
      import "${folder}/shared.js";
      ${helpers}
      let result;
      try {
        result = await (${work})(Ours, ...${JSON.stringify(given)});
      } catch (error) {
        result = { error: String(error?.stack ?? error) };
      }
      fetch("/report", { method: "POST", body: JSON.stringify(result) });
    </script>`,
  );
  const reported = server.report();
  const driver = await started(browser);
  await driver.goto(address);
  const result = await reported;
  assert.equal(result?.error, undefined);
  return result;
}

/** Started for the first test that needs it. */
async function started(name) {
  if (!browsers[name]) {
    browsers[name] = await BROWSERS[name]();
    ends.unshift(() => browsers[name].end());
  }
  return browsers[name];
}

/** What that code finds in the page. */
const helpers = `
  const sleep = (ms) => new Promise((resolve) => Zone.root.run(() => setTimeout(resolve, ms)));
  /** A zone that notes what is scheduled and run in it. */
  const watchedZone = (name) => {
    const noted = { scheduled: [], run: 0, pending: false };
    const zone = Zone.root.fork({
      name,
      onScheduleTask(delegate, current, target, task) {
        noted.scheduled.push(task.type + " " + task.source);
        return delegate.scheduleTask(target, task);
      },
      onInvokeTask(delegate, current, target, task, self, given) {
        noted.run++;
        return delegate.invokeTask(target, task, self, given);
      },
      onHasTask(delegate, current, target, state) {
        delegate.hasTask(target, state);
        noted.pending = state.macroTask || state.microTask;
      },
    });
    return { zone, noted };
  };
  /** Settles when the source has had so many ticks. */
  const ticks = (source, count) => new Promise((resolve) => {
    let had = 0;
    Zone.root.run(() => source.addEventListener("tick", () => ++had === count && Zone.root.run(() => setTimeout(resolve, 50))));
  });
`;
