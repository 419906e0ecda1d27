// The browsers, and what a source tells in a page of theirs.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { BROWSERS } from "../../browser/conformance/runner/browsers.mjs";
import { until } from "../../support/until.mjs";

export const NAMES = ["chromium", "firefox"];

const dist = (name) => readFileSync(fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url)), "utf8");
const SCRIPTS = { "/index.js": dist("index.js"), "/shared.js": dist("shared.js") };

/** A name of this machine that browsers do not take for secure, as they take localhost and its addresses. */
export const HOST = "app.test";

const START = {
  chromium: () => BROWSERS.chromium([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`], { acceptInsecureCerts: true }),
  firefox: () => BROWSERS.firefox([], { acceptInsecureCerts: true }, { "network.dns.localDomains": HOST }),
};

/** Both of them, and a function that ends them. */
export async function startBrowsers() {
  const started = await Promise.all(NAMES.map((name) => START[name]()));
  const byName = Object.fromEntries(NAMES.map((name, index) => [name, started[index]]));
  return { browsers: byName, end: () => Promise.all(started.map((browser) => browser.end())) };
}

/** Answers for the page and its script; `false` for anything else. */
export function servePage(request, response, headers = {}) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/page") {
    response.writeHead(200, { "content-type": "text/html", ...headers }).end("<!doctype html><title>[]</title>");
  } else if (pathname in SCRIPTS) {
    response.writeHead(200, { "content-type": "text/javascript" }).end(SCRIPTS[pathname]);
  } else if (pathname === "/favicon.ico") {
    response.writeHead(204).end();
  } else {
    return false;
  }
  return true;
}

/** A server for `servePage` and for what `answer` answers, which ends with the test. Gives its origin. */
export async function startPages(t, answer = (_request, response) => response.writeHead(404).end()) {
  const server = createServer((request, response) => servePage(request, response) || answer(request, response));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/**
 * Makes a source in the page that is open, with this URL and these options as JavaScript. What it tells is in the title,
 * for what a driver's script makes is not the page's.
 */
export async function open(browser, url, init = "{}") {
  await run(
    browser,
    `import("/index.js").then(({ EventSource, isTransient }) => {
       const told = [];
       const begin = performance.now();
       const source = globalThis.source = new EventSource(${JSON.stringify(url)}, ${init});
       for (const type of ["open", "message", "error"]) {
         source.addEventListener(type, ({ data, reason, willRetry, message }) => {
           const after = Math.round(performance.now() - begin);
           told.push({ type, data, reason, willRetry, message, after, state: source.readyState });
           document.title = JSON.stringify(told);
         });
       }
     });`,
  );
}

/** Runs a script as one of the page's own. */
export async function run(browser, code) {
  await browser.run(
    "document.body.append(Object.assign(document.createElement('script'), { textContent: arguments[0] }));",
    code,
  );
}

/** What the source has told, once `holds` does. */
export function told(browser, holds, timeout = 30_000) {
  const look = async () => JSON.parse(await browser.run("return document.title || '[]'"));
  return until(look, { holds: (events) => events.length > 0 && holds(events), timeout });
}
