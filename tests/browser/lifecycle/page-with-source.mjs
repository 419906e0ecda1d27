// A page with an open source, which each test of a page's life begins with. Its server runs while the tests of the
// importing file do.

import { script, server } from "../../support/served-class.mjs";
import { until as waitUntil } from "../../support/until.mjs";
import { startBrowser } from "./browser.mjs";

export { script, server };

/** Pages that may not be stored do not enter the back/forward cache. */
export const CACHEABLE = "cache-control=max-age%3D60";

export const ALL = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** The events' data alone. */
export const delivered = (seen) => seen.filter((one) => /^\d$/.test(one));

/** Events 1 to 9: three at once, then whatever the test lets go, by default the others; those in any other connection. */
export function numbered(...then) {
  const events = Array.from({ length: 9 }, (_, index) => ({ id: `${index + 1}`, data: `${index + 1}` }));
  const all = [{ replay: true }, { hold: true }];
  const first = { body: [{ replay: { count: 3 } }, { waitFor: "more" }, ...(then.length > 0 ? then : all)] };
  return server.create({ events, responses: [first, { body: all }], repeat: true });
}

/** A page with an open source that has had three events; `seen` on the page lists all that it told. */
export async function opened(t, init = {}, made = numbered()) {
  const browser = await startBrowser(t);
  const scenario = await made;
  const page = browser.context.pages()[0];
  await page.goto(`${server.origin}/page?${CACHEABLE}`);
  await page.evaluate(
    async ([module, url, options]) => {
      const { EventSource } = await import(module);
      globalThis.seen = [];
      globalThis.source = new EventSource(url, options);
      for (const type of ["open", "message", "error"]) {
        source.addEventListener(type, ({ data, reason }) => seen.push(data ?? reason ?? type));
      }
      for (const type of ["freeze", "resume"]) {
        document.addEventListener(type, () => seen.push(type));
      }
      addEventListener("pageshow", ({ persisted }) => seen.push(`pageshow ${persisted}`));
    },
    [script, scenario.url, init],
  );
  await until(page, (seen) => seen.includes("3"));
  return { browser, page, scenario };
}

/** A source in a worker of this page, which tells `heard`. Resolves when it has had three events. */
export function inWorker(page, url) {
  return page.evaluate(
    ([module, stream]) => {
      const code = `import { EventSource } from "${module}";
        const source = new EventSource("${stream}");
        for (const type of ["open", "message", "error"]) {
          source.addEventListener(type, ({ data, reason }) => postMessage(data ?? reason ?? type));
        }`;
      const file = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      globalThis.heard = [];
      globalThis.worker = new Worker(file, { type: "module" });
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => {
          heard.push(data);
          data === "3" && resolve();
        };
      });
    },
    [script, url],
  );
}

/** Nothing while the page is on its way. */
export const seenOn = (page) => page.evaluate(() => globalThis.seen).catch(() => undefined);

export const until = (page, holds, timeout) =>
  waitUntil(() => seenOn(page), { holds: (seen) => seen && holds(seen), timeout });

/** Opens another tab before the page. */
export async function hide({ browser }) {
  const other = await browser.context.newPage();
  await other.goto(`${server.origin}/page`);
  return other;
}
