// The packed package, installed in a folder of its own.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { installPacked } from "./package.mjs";

/** Of the file of tests that imports this: the folder, and the manifest of the package in it. */
export let app;
export let installed;

before(() => {
  app = mkdtempSync(join(tmpdir(), "entries-"));
  installPacked(app);
  installed = JSON.parse(readFileSync(join(app, "node_modules/eventsource-wasm/package.json"), "utf8"));
});

after(() => rmSync(app, { recursive: true, force: true }));

export function importMap() {
  const entries = Object.entries(installed.exports).filter(([, target]) => target.default);
  const address = (path) => join("/node_modules/eventsource-wasm", path);
  return {
    imports: Object.fromEntries(
      entries.map(([name, { default: path }]) => [join(installed.name, name), address(path)]),
    ),
  };
}
