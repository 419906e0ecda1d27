// Cases in a browser.

import { BROWSERS } from "../../conformance/runner/browsers.mjs";

const POLL = 150;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Firefox lets no page collect garbage: the browser itself is asked, which its driver has to allow. */
const OPEN = {
  chromium: () => BROWSERS.chromium(),
  firefox: () => BROWSERS.firefox(["--allow-system-access"]),
};

const COLLECT_EVERYWHERE = `for (const [topic, data] of [["child-gc-request"], ["child-cc-request"], ["memory-pressure", "heap-minimize"]]) {
  Services.obs.notifyObservers(null, topic, data);
}`;

async function collectIn(browser) {
  await browser.ask("POST", "moz/context", { context: "chrome" });
  await browser.run(COLLECT_EVERYWHERE);
  await browser.ask("POST", "moz/context", { context: "content" });
}

/** Gives what became of each case, as `tell` of schedule.js. */
export async function inBrowser({ name, cases, port, lanes }) {
  const browser = await OPEN[name]();
  try {
    await browser.goto(`http://127.0.0.1:${port}/lanes.html`);
    while (!(await browser.run("return typeof begin === 'function'"))) {
      await pause(POLL);
    }
    await browser.run("begin(arguments[0])", JSON.stringify({ name, cases, lanes }));
    for (;;) {
      const { isDone, results, collecting } = JSON.parse(await browser.run("return look()"));
      if (isDone) {
        return results;
      }
      if (collecting > 0) {
        await collectIn(browser);
        await browser.run("collected(arguments[0])", collecting);
      }
      await pause(POLL);
    }
  } finally {
    await browser.end();
  }
}
