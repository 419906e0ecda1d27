// A real Angular app whose component has a source, with zones and without, beside the same app with the browser's own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BROWSERS } from "../conformance/runner/browsers.mjs";
import { install, startServer } from "./server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const ends = [];
let server;
let browser;
let app;

before(async () => {
  install();
  server = await startServer({ after: (end) => ends.push(end) });
  browser = await BROWSERS.chromium();
  ends.unshift(() => browser.end());
  const { outputFiles } = await build({
    entryPoints: [`${here}app.js`],
    bundle: true,
    format: "iife",
    globalName: "app",
    write: false,
    logLevel: "error",
    // As Angular's own build has it.
    define: {
      ngDevMode: "false",
      ngJitMode: "true",
      ngServerMode: "false",
      ngHmrMode: "false",
      ngI18nClosureMode: "false",
    },
  });
  app = outputFiles[0].text;
});

after(async () => {
  for (const end of ends) {
    await end();
  }
});

/** What the app tells after it has run for a while. */
async function run({ url, zoneless = false, signals = true, native = false, init = {}, outside = false, ms = 800 }) {
  const zone = zoneless ? "" : '<script src="/zone-0.16.js"></script>';
  const address = server.page(
    zone,
    `<script>${app.replaceAll("</script", "<\\/script")}</script>`,
    `<script type="module">
      import { EventSource } from "/index.js";
      const tell = (result) => fetch("/report", { method: "POST", body: JSON.stringify(result) });
      try {
        const made = { zoneless: ${zoneless}, signals: ${signals}, url: "${url}", init: ${JSON.stringify(init)}, outside: ${outside} };
        const running = await app.start({ ...made, EventSource: ${native} ? globalThis.EventSource : EventSource });
        const early = await running.isStable(300);
        await new Promise((resolve) => setTimeout(resolve, ${ms}));
        tell({ early, late: await running.isStable(300), shown: running.shown(), ...running.counts() });
      } catch (error) {
        tell({ error: String(error?.stack ?? error) });
      }
    </script>`,
  );
  const reported = server.report();
  await browser.goto(address);
  const result = await reported;
  assert.equal(result.error, undefined);
  return result;
}

test("the app's zone sees the listener's events, and the view shows them, as with the browser's own", async () => {
  const url = "/events?n=20&every=20";
  const [ours, native] = [await run({ url }), await run({ url, native: true })];
  assert.deepEqual(native.shown, ["19", "19"]);
  assert.deepEqual(ours, native);
  assert.equal(ours.events, 20);
});

test("a source that was made outside of Angular's zone causes no change detection", async () => {
  const given = { outside: true, signals: false };
  const [with20, without] = [
    await run({ url: "/events?n=20&every=20", ...given }),
    await run({ url: "/events?n=0", ...given }),
  ];
  assert.deepEqual([with20.events, without.events], [20, 0]);
  assert.deepEqual([with20.checks, with20.shown], [without.checks, ["none", "none"]]);
});

for (const zoneless of [false, true]) {
  const app = zoneless ? "without zones" : "with zones";

  test(`${app}: the app is stable while a source connects, listens with a heartbeat, or waits to retry`, async () => {
    const situations = {
      connects: { url: "/events?wait", init: { connectTimeout: 60_000 } },
      listens: { url: "/events?n=3", init: { heartbeatTimeout: 60_000 } },
      waits: { url: "/refused", init: { retry: { initialDelay: 60_000 } } },
    };
    for (const [what, situation] of Object.entries(situations)) {
      const { early, late } = await run({ zoneless, ...situation });
      assert.deepEqual({ early, late }, { early: true, late: true }, what);
    }
  });
}

test("without zones a signal shows what came", async () => {
  const { shown, events } = await run({ url: "/events?n=20&every=20", zoneless: true });
  assert.deepEqual([events, shown[0]], [20, "19"]);
});
