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

/** A page in a context of its own that fails the test if a script of it throws what is not known. */
export async function openPage(t, options = {}, isKnown = () => false) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ARGUMENTS,
  });
  t.after(() => browser.close());
  const page = await (await browser.newContext(options)).newPage();
  const thrown = [];
  page.on("pageerror", (error) => isKnown(error) || thrown.push(error));
  t.after(() => {
    if (thrown.length > 0) {
      throw new Error(`a script of the page threw: ${thrown.join("; ")}`);
    }
  });
  return page;
}
