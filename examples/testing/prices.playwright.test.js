// A test with Playwright: `npm run playwright`. The server runs in the page, in place of its `fetch`.

import { expect, test } from "@playwright/test";

test.beforeEach(async ({ page }) => {
  await page.route("https://app.example/**", (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: `.${pathname}` });
  });
  await page.addInitScript(() => {
    globalThis.server = import("/node_modules/eventsource-wasm/dist/testing.js").then(({ createEventServer }) =>
      createEventServer({ virtualTime: true }),
    );
    globalThis.fetch = async (...request) => (await globalThis.server).fetch(...request);
  });
});

/** Has the page's server do something. */
const tell = (page, what, ...given) =>
  page.evaluate(async ([name, all]) => (await globalThis.server)[name](...all), [what, given]);

test("the page shows prices, and goes on after the connection was lost", async ({ page }) => {
  await page.goto("https://app.example/page.html");
  await tell(page, "send", { event: "price", id: "1", data: '{"symbol":"ACME","price":12}' });
  await expect(page.getByRole("status")).toHaveText("12");

  await tell(page, "drop");
  await tell(page, "advance", 4000);
  await tell(page, "send", { event: "price", id: "2", data: '{"symbol":"ACME","price":13}' });
  await expect(page.getByRole("status")).toHaveText("13");
});
