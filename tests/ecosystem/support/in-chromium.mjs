// Runs an app in a page. A library that drives the page, as a test does, has a script for that: drive.mjs.

import { existsSync } from "node:fs";
import { NUMBERS } from "./feed.mjs";
import { here, load } from "./paths.mjs";

const TIMEOUT = 30_000;
/** What is doubled comes late. */
const WHAT_ELSE_COMES = 300;

/** What the app has shown. `whenLeft` is called when it has stopped and the page is still there. */
export async function inChromium(name, origin, browser, whenLeft) {
  const page = await browser.newPage();
  try {
    const thrown = [];
    page.on("pageerror", (error) => thrown.push(error));
    const { drive = visit } = existsSync(here(`${name}/drive.mjs`)) ? await load(`${name}/drive.mjs`) : {};
    await drive(page, origin);
    await page.waitForTimeout(WHAT_ELSE_COMES);
    const shown = await page.evaluate("shown");
    await page.evaluate("Promise.resolve(stop).then((act) => act())");
    await whenLeft();
    if (thrown.length > 0) {
      throw new Error(`a script of the page threw: ${thrown.map(({ stack }) => stack).join("; ")}`);
    }
    return { shown };
  } finally {
    await page.close();
  }
}

async function visit(page, origin) {
  await page.goto(origin);
  await page
    .waitForFunction((count) => window.shown.length >= count, NUMBERS.length, { timeout: TIMEOUT })
    .catch(() => {});
}
