// What every example with a page does: it shows each price once, also after tokens expired, and lets go when it is told.

import assert from "node:assert/strict";
import { openPage } from "../../browser/e2e/chromium.mjs";
import { until } from "./example.mjs";

/** More than one token has expired by then. */
const REFRESHES = 2;

export async function visit(t, address) {
  const page = await openPage(t);
  const streams = { refused: 0, begun: 0, aborted: 0 };
  page.on("response", (response) => {
    streams.refused += response.status() === 401 ? 1 : 0;
    streams.begun += isStream(response) && response.ok() ? 1 : 0;
  });
  page.on("requestfailed", (request) => {
    streams.aborted += isStream(request) ? 1 : 0;
  });
  const seen = new Set();
  const look = async () => {
    for (const line of await page.locator("li").allInnerTexts()) {
      assert.match(line, /^\d+: ACME \d+$/);
      seen.add(Number.parseInt(line, 10));
    }
  };

  await page.goto(address);
  await page.getByText("open", { exact: true }).waitFor();
  await until(
    () => `${REFRESHES} tokens expire, and prices go on: ${JSON.stringify(streams)}, seen ${[...seen]}`,
    async () => {
      await look();
      return streams.refused > REFRESHES && streams.begun > REFRESHES && seen.size > 5;
    },
  );
  await page.getByText("open", { exact: true }).waitFor();
  const before = seen.size;
  await until(
    () => "a price after the last refresh",
    async () => {
      await look();
      return seen.size > before;
    },
  );
  const all = [...seen].sort((one, other) => one - other);
  assert.deepEqual(
    all,
    all.map((_, index) => all[0] + index),
  );

  const { aborted } = streams;
  await page.getByRole("button", { name: "Stop" }).click();
  await until(
    () => "the connection ends",
    () => streams.aborted > aborted,
  );
  const { begun } = streams;
  await page.waitForTimeout(2000);
  assert.equal(streams.begun, begun, "it came back, though it was stopped");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("open", { exact: true }).waitFor();
}

function isStream(requestOrResponse) {
  return requestOrResponse.url().endsWith("/api/prices");
}
