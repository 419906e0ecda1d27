// The demo as a visitor finds it: its page built, its server running, and a tab that has opened it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { createDemo } from "../../../www/server/demo-server.mjs";
import { until as waitUntil } from "../../support/until.mjs";
import { openPage } from "./chromium.mjs";

const www = fileURLToPath(new URL("../../../www", import.meta.url));

/** The folder of the built page; `forget` removes it. */
export async function buildDemo() {
  const folder = mkdtempSync(join(tmpdir(), "demo-"));
  const options = { outDir: folder, emptyOutDir: true };
  await build({ root: www, configFile: join(www, "vite.config.mjs"), logLevel: "error", build: options });
  return { folder, forget: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A server that ends with the test. */
export async function startDemo(t, options, port = 0) {
  const demo = createDemo(options);
  const address = await demo.listen(port, "127.0.0.1");
  t.after(() => demo.close());
  return { ...demo, address };
}

/** A visitor who has signed in, and sees the stream open. */
export async function signedIn(t, address, options) {
  const page = await openPage(t, options);
  await page.goto(address);
  await page.getByTestId("login").click();
  await page.locator("[data-testid=state][data-state=OPEN]").waitFor();
  return page;
}

/** What stands in a part of the page, as a number where it is one. */
export async function textOf(page, id) {
  return page.getByTestId(id).innerText();
}

export async function numberOf(page, id) {
  return Number.parseInt(await textOf(page, id), 10);
}

export const until = (what, holds, timeout) => waitUntil(holds, { what: () => what, timeout });
