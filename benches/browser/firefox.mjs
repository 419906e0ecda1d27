// Firefox by its WebDriver. It does not tell what a page costs.

import { BROWSERS } from "../../tests/browser/conformance/runner/browsers.mjs";

/** As in chromium.mjs. */
export async function openFirefox() {
  const browser = await BROWSERS.firefox();
  return {
    version: `Firefox ${browser.version}`,
    open: async (url) => {
      await browser.goto(url);
      while (!(await browser.run("return globalThis.isReady"))) {}
      return {
        call: (name, ...args) => browser.run(`return ${name}(...${JSON.stringify(args)})`),
        cost: () => undefined,
        mainThread: () => undefined,
        memory: () => undefined,
        close: () => {},
      };
    },
    close: () => browser.end(),
  };
}
