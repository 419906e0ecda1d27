// What happens after `npm install`: the packed package in an app of its own, bundled by Vite, opened in Chromium. The app
// is the demo's page, which imports the package by its name.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { createDemo } from "../../../www/server/demo-server.mjs";
import { until as waitUntil } from "../../support/until.mjs";
import { openPage } from "./chromium.mjs";
import { installPacked } from "./package.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const TOKEN_LIFETIME = 3;
/** What the page's laboratory compares, what that needs, and the page's typeface. */
const OTHERS = [
  "@fontsource/b612",
  "@microsoft/fetch-event-source",
  "event-source-polyfill",
  "eventsource",
  "eventsource-client",
  "eventsource-parser",
];

let app;
let demo;
let address;

before(async () => {
  app = mkdtempSync(join(tmpdir(), "packed-"));
  cpSync(join(root, "www"), app, { recursive: true, filter: (path) => path !== join(root, "www/dist") });
  installPacked(app);
  for (const name of OTHERS) {
    cpSync(join(root, "node_modules", name), join(app, "node_modules", name), { recursive: true });
  }
  await build({ root: app, configFile: false, logLevel: "error", build: { target: "es2022" } });
  demo = createDemo({ tokenLifetime: TOKEN_LIFETIME, page: join(app, "dist") });
  address = await demo.listen(0, "127.0.0.1");
});

after(async () => {
  await demo?.close();
  rmSync(app, { recursive: true, force: true });
});

test("the stream lives through expiring tokens and dropped connections, and loses nothing", async (t) => {
  const page = await openPage(t);
  const text = (id) => page.getByTestId(id).innerText();
  const number = async (id) => Number.parseInt(await text(id), 10);

  await page.goto(`${address}`);
  await page.getByTestId("login").click();
  await until("the source opens", async () => (await text("state")) === "OPEN");
  const first = await number("received");
  await until("live events arrive", async () => (await number("received")) > first);

  await until(
    "the token expires and a fresh one is fetched, twice",
    async () => (await number("token-refreshes")) >= 2,
  );
  const reconnects = await number("reconnects");
  await page.getByTestId("drop").click();
  await until("the dropped connection comes back", async () => (await number("reconnects")) > reconnects);
  const received = await number("received");
  await until("events go on", async () => (await number("received")) > received + 1);

  assert.equal(await number("lost"), 0);
  assert.equal(await number("duplicated"), 0);
  const reasons = await page
    .getByTestId("timeline-entry")
    .evaluateAll((entries) => entries.map((entry) => entry.dataset.reason).filter(Boolean));
  assert.ok(reasons.includes("end"), `the expiry is told as an end, among ${reasons}`);
  assert.ok(!reasons.includes("unauthorized"), `a fresh token is never refused, but: ${reasons}`);
});

test("native EventSource beside it cannot authenticate", async (t) => {
  const page = await openPage(t);
  await page.goto(`${address}/?auto`);
  await until("native is closed", async () => (await page.getByTestId("native-state").innerText()) === "CLOSED");
  assert.equal(await page.getByTestId("native-received").innerText(), "0");
});

test("a revoked token closes the source, and the page says that it is unauthorized", async (t) => {
  const page = await openPage(t);
  await page.goto(`${address}/?auto`);
  await until("open", async () => (await page.getByTestId("state").innerText()) === "OPEN");
  await page.getByTestId("revoke").click();
  await until("closed", async () => (await page.getByTestId("state").innerText()) === "CLOSED");
  const reason = page.locator('[data-testid="timeline-entry"][data-reason="unauthorized"]');
  assert.equal(await reason.count(), 1);
});

test("the page fits a phone", async (t) => {
  const page = await openPage(t, { viewport: { width: 360, height: 740 } });
  await page.goto(`${address}/?auto`);
  await until("open", async () => (await page.getByTestId("state").innerText()) === "OPEN");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
});

function until(what, holds) {
  return waitUntil(holds, { timeout: 30_000, what: () => what });
}
