// The scenario server with the built class among its files. It runs while the tests of the importing file do.

import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { startScenarioServer } from "./scenario-server/server.mjs";

export const dist = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

export let server;
/** The URL of the built module. */
export let script;

before(async () => {
  server = await startScenarioServer();
  const headers = { "content-type": "text/javascript" };
  const file = await server.create({ otherwise: { status: 200, headers, text: readFileSync(dist, "utf8") } });
  script = file.url;
});

after(() => server.close());
