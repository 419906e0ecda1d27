// Opens an app's page in Chromium and sees whether the events arrive.

import { scenarioOf } from "./scenarios.mjs";

/** In ms; a development server compiles on the first request. */
const TIMEOUT = 40_000;

/** What is wrong with the page, or nothing. */
export async function visit(browser, server, address, page) {
  const { script, expected } = scenarioOf(page);
  const { url } = await server.create(script);
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", ({ message }) => errors.push(message));
  tab.on("console", (message) => {
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) {
      errors.push(message.text());
    }
  });
  try {
    const response = await tab.goto(`${address}?${new URLSearchParams({ stream: url })}`);
    if (address.startsWith("http") && !(await response.text()).includes("<output")) {
      errors.push("the server did not render the page");
    }
    await tab.waitForFunction((text) => document.querySelector("output")?.innerText.trim() === text, expected, {
      timeout: TIMEOUT,
    });
  } catch ({ message }) {
    errors.push(message);
  }
  await tab.close();
  return errors.join("; ");
}
