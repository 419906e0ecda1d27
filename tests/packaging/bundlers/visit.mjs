// Opens an app's page in Chromium and sees whether the events arrive.

import { watchParts } from "./parts.mjs";
import { scenarioOf } from "./scenarios.mjs";

/** In ms; a development server compiles on the first request. */
const TIMEOUT = 40_000;

/** What is wrong with the page, or nothing. */
export async function visit(browser, server, address, page) {
  const { script, expected } = scenarioOf(page);
  const { url } = await server.create(script);
  const tab = await browser.newPage();
  const wrongParts = watchParts(tab, page);
  const errors = [];
  tab.on("pageerror", ({ message }) => errors.push(message));
  tab.on("console", (message) => {
    // What the browser says of the policy of an extension.
    const isKnown = message.location().url.endsWith("/favicon.ico") || message.text().includes("'wasm-unsafe-eval'");
    if (message.type() === "error" && !isKnown) {
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
    errors.push(...(await wrongParts()));
  } catch ({ message }) {
    errors.push(message);
  }
  await tab.close();
  return errors.join("; ");
}
