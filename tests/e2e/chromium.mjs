// A headless Chromium for a test, closed when the test ends.

import { chromium } from "playwright-core";

export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A page that fails the test if a script of it throws. */
export async function openPage(t, options = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ARGUMENTS,
  });
  t.after(() => browser.close());
  const page = await browser.newPage(options);
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(error));
  t.after(() => {
    if (thrown.length > 0) {
      throw new Error(`a script of the page threw: ${thrown.join("; ")}`);
    }
  });
  return page;
}
