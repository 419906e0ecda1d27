// Cases in a browser.

import { BROWSERS } from "../../conformance/runner/browsers.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Gives what became of each case, as `tell` of schedule.js. */
export async function inBrowser(name, { cases, port, lanes }) {
  const browser = await BROWSERS[name]();
  try {
    await browser.goto(`http://control.lanes.localhost:${port}/lanes.html`);
    while (!(await browser.run("return typeof begin === 'function'"))) {
      await pause(50);
    }
    await browser.run("begin(...arguments)", cases, { lanes });
    for (;;) {
      const [isDone, results] = JSON.parse(
        await browser.run("return JSON.stringify([report.isDone, report.isDone ? report.results : []])"),
      );
      if (isDone) {
        return results;
      }
      await pause(200);
    }
  } finally {
    await browser.end();
  }
}
