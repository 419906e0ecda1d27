// Tabs with sources that share.

import { until as waitUntil } from "../../support/until.mjs";

export { pause } from "../../support/until.mjs";

/** Opens a tab with a source; `seen` on it lists all that the source told. */
export async function openTab(context, server, stream, init = {}) {
  const page = await context.newPage();
  await page.goto(`${server.origin}/page`);
  await openSource(page, stream, init);
  return page;
}

/** `tokens`: a header that is refreshed when the server does not accept it. */
export function openSource(page, stream, init = {}) {
  return page.evaluate(
    async ([url, { tokens, ...options }]) => {
      const [{ EventSource }] = await Promise.all([import("/index.js"), import("/shared.js")]);
      globalThis.seen = [];
      globalThis.refreshes = 0;
      const signedIn = {
        headers: () => ({ Authorization: `Bearer ${refreshes + 1}` }),
        onUnauthorized: () => ++globalThis.refreshes > 0,
        retry: { initialDelay: 100 },
      };
      globalThis.source = new EventSource(url, { shared: true, ...(tokens && signedIn), ...options });
      for (const type of ["open", "message", "error"]) {
        source.addEventListener(type, (event) => {
          const { data, reason } = event;
          seen.push(data === undefined ? (reason ?? type) : Number(data));
          globalThis[reason ? "error" : "last"] = event;
        });
      }
    },
    [stream.path, init],
  );
}

/** Nothing while the page is on its way. */
export const seenOn = (page) => page.evaluate(() => globalThis.seen ?? []).catch(() => []);

export const events = (seen) => seen.filter((one) => typeof one === "number");

/** What a tab has seen once `holds`. */
export const until = (page, holds, timeout) => waitUntil(() => seenOn(page), { holds, timeout });

export const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
