// A page of an app with the inspector in it, and the inspector's panel as a person meets it. Its server runs while the tests
// of the importing file do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before } from "node:test";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { openPage } from "./chromium.mjs";

const FILES = ["index.js", "inspector.js"];

export let server;

before(async () => {
  server = await startScenarioServer({ pages });
});

after(() => server.close());

/** The package's files, and a page that allows what a strict one does. */
function pages({ url }, response) {
  if (FILES.includes(url.slice(1))) {
    const file = readFileSync(new URL(`../../../dist${url}`, import.meta.url));
    response.writeHead(200, { "content-type": "text/javascript" }).end(file);
    return true;
  }
  if (!url.startsWith("/app.html")) {
    return false;
  }
  const policy = "script-src 'self' 'wasm-unsafe-eval'; style-src 'none'; worker-src blob:";
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `${policy}; require-trusted-types-for 'script'`,
    ...(url.includes("no-clipboard") && { "permissions-policy": "clipboard-write=()" }),
  });
  response.end('<!doctype html><html lang="en"><title>app</title><button>Of the app</button>');
  return true;
}

/** A page on which the function has run, with what the test gives. */
export async function appOf(t, work, given, { path = "/app.html", ...options } = {}) {
  const page = await openPage(t, options);
  await page.goto(`${server.origin}${path}`);
  await page.evaluate(work, given);
  return page;
}

/** Opens a source for each URL, and the panel for all of them. */
export async function inspectAll(urls) {
  const [{ EventSource }, { inspect }] = await Promise.all([import("/index.js"), import("/inspector.js")]);
  const init = { headers: { Authorization: "Bearer geheim" }, retry: { initialDelay: 60_000 } };
  window.sources = urls.map((url) => new EventSource(url, init));
  window.stops = window.sources.map((source) => inspect(source));
}

/** The panel's parts, by what a screen reader tells. */
export function panelOf(page) {
  const panel = page.getByRole("region", { name: "Event streams" });
  return {
    panel,
    summary: panel.locator("summary"),
    source: ({ url }) => panel.getByRole("radio", { name: new URL(url).pathname }),
    told: ({ url }, text) =>
      panel
        .getByRole("listitem")
        .filter({ hasText: new URL(url).pathname })
        .getByText(text),
    button: (name) => panel.getByRole("button", { name }),
    type: panel.getByRole("combobox", { name: "Type" }),
    /** The events shown, newest first: type, id and data. */
    rows: () =>
      panel
        .locator("tbody tr")
        .evaluateAll((rows) => rows.map((row) => [...row.cells].slice(1).map(({ textContent }) => textContent))),
  };
}

/** Waits until the panel shows these events. */
export async function showsEvents(page, expected) {
  const { rows } = panelOf(page);
  const deadline = Date.now() + 5000;
  while (JSON.stringify(await rows()) !== JSON.stringify(expected) && Date.now() < deadline) {
    await page.waitForTimeout(50);
  }
  assert.deepEqual(await rows(), expected);
}

/** Two events; a third, and then the end, when the test signals it. */
export const PRICES = {
  body: [
    { write: "event: price\nid: 1\ndata: 11\n\ndata: hello\n\n" },
    { waitFor: "more" },
    { write: "event: price\nid: 2\ndata: 12\n\n" },
    { waitFor: "cut" },
    { fin: true },
  ],
};
/** The first two, as the panel shows them. */
export const FIRST = [
  ["message", "1", "hello"],
  ["price", "1", "11"],
];
/** All three. */
export const ALL = [["price", "2", "12"], ...FIRST];
