// What a test does with the page.

import assert from "node:assert/strict";

export async function drive(page, origin) {
  // docs
  await page.route("**/greetings", (route) =>
    route.fulfill({ contentType: "text/event-stream", body: "retry: 3600000\ndata: hello\n\n" }),
  );
  await page.route("**/events", (route) => route.abort(), { times: 1 }); // a lost network: the source tries again
  const opened = page.waitForResponse((response) => response.url().endsWith("/events") && response.ok());
  await page.goto(origin); // without `waitUntil: "networkidle"`
  await opened;
  await page.getByText("hello").waitFor();
  await page.getByRole("listitem").nth(11).waitFor();
  // end
  await expectNoIdleNetwork(await page.context().browser().newPage(), origin);
}

async function expectNoIdleNetwork(page, origin) {
  await assert.rejects(page.goto(origin, { waitUntil: "networkidle", timeout: 3000 }), /Timeout/);
  await page.close();
}
