// The class of the built package on a page in Chromium, against the scenario server.

import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { openPage } from "./chromium.mjs";

export const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));

/** Of the file of tests that imports this; `script` is the URL of the built package. */
export let server;
export let script;

before(async () => {
  server = await startScenarioServer();
  const file = await server.create({
    responses: [],
    otherwise: { status: 200, headers: { "content-type": "text/javascript" }, text: readFileSync(dist, "utf8") },
  });
  script = file.url;
});

after(() => server.close());

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
