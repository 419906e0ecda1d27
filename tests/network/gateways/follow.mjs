// Follows a stream through a gateway, from the scenario server to a page of the gateway's origin. The server runs while the
// tests of the importing file do.

import assert from "node:assert/strict";
import { openPage } from "../../browser/e2e/chromium.mjs";
import { script, server } from "../../support/served-class.mjs";
import { note } from "./report.mjs";

export { script, server };

export const hostOf = (origin) => new URL(origin).host;

/** Ten events. */
export const EVENTS = Array.from({ length: 10 }, (_, index) => ({ id: `${index + 1}`, data: `${index + 1}` }));
export const ALL = EVENTS.map(({ data }) => data);

/** The step that sends the next three of them. */
export const nextThree = () => ({ replay: { count: 3 } });

/** Each connection gives three events, then says nothing more. */
export const silent = () =>
  server.create({ events: EVENTS, responses: [{ body: [nextThree(), { hold: true }] }], repeat: true });

const hasAll = (seen) => seen.includes(ALL.at(-1));
const TIMEOUT = 40_000;

/** What a source on a page of the gateway's origin tells until it has had all events, or until `until` says so. */
export async function follow(t, gateway, scenario, init, { more = async () => {}, until = hasAll } = {}) {
  const page = await openPage(t, { ignoreHTTPSErrors: true });
  await page.goto(`${gateway.origin}/page`);
  await page.evaluate(
    async ([module, url, options]) => {
      const { EventSource, isTransient } = await import(module);
      globalThis.seen = [];
      const retry = { initialDelay: 100, ...options.retry, shouldRetry: isTransient };
      const source = new EventSource(url, { ...options, retry });
      for (const type of ["open", "message", "error"]) {
        source.addEventListener(type, ({ data, reason, status, message }) => {
          const at = performance.now();
          seen.push(data ?? (reason ? { reason, status, message, at } : { type, at }));
        });
      }
    },
    [script.replace(server.origin, gateway.origin), scenario.url.replace(server.origin, gateway.origin), init],
  );
  await more(page);
  const end = Date.now() + TIMEOUT;
  for (;;) {
    const seen = await page.evaluate(() => globalThis.seen);
    if (until(seen)) {
      note(t.name, seen);
      return { data: seen.filter((one) => ALL.includes(one)), errors: seen.filter(({ reason }) => reason) };
    }
    assert.ok(Date.now() < end, `it did not get all: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Lines of nginx's `location`. */
export const UNBUFFERED = "proxy_http_version 1.1; proxy_set_header Connection ''; proxy_buffering off;";
export const toServer = () => `proxy_pass ${server.origin};`;
