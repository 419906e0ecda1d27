// The demo's page when it is not in front of its visitor: really hidden, really frozen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { protocol, startBrowser } from "../lifecycle/browser.mjs";
import { buildDemo, numberOf, startDemo, until } from "./demo-page.mjs";

let built;

before(async () => {
  built = await buildDemo();
});

after(() => built?.forget());

/** One a second while it was away, two at least; more on a busy machine. */
const MISSED = /^Caught up: ([2-9]|\d\d) events$/;

async function visit(t) {
  const { address, ...demo } = await startDemo(t, { page: built.folder });
  const { context } = await startBrowser(t);
  const page = await context.newPage();
  await page.goto(address);
  await page.getByTestId("login").click();
  await page.locator("[data-testid=state][data-state=OPEN]").waitFor();
  return { page, context, address, demo };
}

const drawn = (page, lane, kind) => page.locator(`[data-lane=${lane}] [data-kind=${kind}]`).count();
const connections = async (address) => (await (await fetch(`${address}/stats`)).json()).connections;

test("a page that lets go while it is hidden says so, and loses nothing", async (t) => {
  const { page, context, address } = await visit(t);
  await page.getByTestId("lets-go").check();
  await page.locator("[data-testid=state][data-state=OPEN]").waitFor();
  const other = await context.newPage();
  await until("it has let go", async () => (await connections(address)) === 0);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await page.bringToFront();
  await until("it is back", async () => (await connections(address)) === 1);
  await other.close();
  await until("it is told", async () => (await drawn(page, "ours", "away")) > 0);
  assert.ok((await drawn(page, "page", "hidden")) > 0);
  await page.getByText(MISSED).waitFor();
  assert.deepEqual([await numberOf(page, "lost"), await numberOf(page, "duplicated")], [0, 0]);
});

test("a frozen page says so, and loses nothing", async (t) => {
  const { page, context, address } = await visit(t);
  const session = await protocol(context, page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await until("it has let go", async () => (await connections(address)) === 0);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await page.getByText("The page is frozen").waitFor();
  assert.ok((await drawn(page, "page", "frozen")) > 0);
  await page.getByText(MISSED).waitFor();
  assert.deepEqual([await numberOf(page, "lost"), await numberOf(page, "duplicated")], [0, 0]);
});
