// The class of the built package on a page in Chromium, against the scenario server.

import { dist, script, server } from "../../support/served-class.mjs";
import { openPage } from "./chromium.mjs";

export { dist, script, server };

/** Runs a function on a page; its first argument is the module, its second what the test gives. */
export async function onPage(t, work, given) {
  const page = await openPage(t);
  await page.goto(`${server.origin}/page`);
  return page.evaluate(
    async ([source, url, argument]) =>
      new Function("module", "given", `return (${source})(module, given)`)(await import(url), argument),
    [work.toString(), script, given],
  );
}

/** Chromium now and then keeps a connection for 5 s that it was told to drop, in the hope to use it again. */
export const LAST_SOCKET = 10_000;

export const FOREVER = [{ write: "data: first\n\n" }, { hold: true }];
