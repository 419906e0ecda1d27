// The demo's laboratory as a visitor uses it: each fault once, and the page for everybody.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { createDemo } from "../../../www/server/demo-server.mjs";
import { openPage } from "../e2e/chromium.mjs";
import { buildDemo } from "../e2e/demo-page.mjs";

const OURS = "eventsource-wasm";
const NATIVE = "The browser’s own";

let built;
let demo;
let address;

before(async () => {
  built = await buildDemo();
  demo = createDemo({ page: built.folder });
  address = await demo.listen(0, "127.0.0.1");
});

after(async () => {
  await demo?.close();
  built?.forget();
});

/** event-source-polyfill leaves a promise to itself when a connection breaks. */
const isOfPeer = ({ message }) => message === "network error";

/** The figures of each client after a run with this fault. */
async function run(t, fault) {
  const visit = await openPage(t, {}, isOfPeer);
  await visit.goto(`${address}/?auto`);
  await visit.locator(`[data-fault="${fault}"]`).click();
  await visit.locator("[data-over=true]").waitFor({ timeout: 60_000 });
  const rows = await visit.locator("tr[data-client]").evaluateAll((elements) =>
    elements.map((row) => {
      const cells = [...row.querySelectorAll("td.number")].map(({ textContent }) => textContent);
      const [received, missing, twice, requests] = cells.map((text) => Number.parseInt(text, 10));
      const others = Number(cells[0].split("+")[1]?.replaceAll(",", "") ?? 0);
      const verdict = row.querySelector(".verdict").textContent;
      return [row.dataset.client, { received, others, missing, twice, requests, verdict }];
    }),
  );
  assert.equal(rows.length, 6);
  await visit.context().close();
  return Object.fromEntries(rows);
}

/** An event may be on its way when a run ends. */
const all = ({ missing, twice, verdict }) => missing <= 1 && twice === 0 && verdict === "Nothing lost";
/** Struck, and back with one more request. */
const back = (client) => all(client) && client.requests === 2;
const few = ({ missing, verdict }) => missing > 30 && /missing/.test(verdict);
const stopped = (asked) => (client) => client.requests === asked && client.verdict === "Stopped, as it should";

const FAULTS = [
  ["drop", "dropped connections", back, back],
  ["reset", "connections that are reset", back, back],
  ["end", "streams that end", back, back],
  ["mute", "a dead peer", back, few],
  ["drip", "a slow drip", ({ missing, twice }) => missing <= 4 && twice === 0],
  ["buffer", "a proxy that buffers for five seconds", all],
  ["token", "a token that expires", back, few],
  ["unauthorized", "401 for everybody, after which it asks once more", stopped(3), stopped(2)],
  ["unavailable", "503", all, few],
  ["deploy", "502", all, few],
  ["login", "a login page, which is final", few, few],
  ["no-content", "204, which is final", stopped(2), stopped(2)],
  ["retry-0", "retry: 0 of a server that ends each stream", all],
  ["retry-huge", "a retry beyond every timer", ({ requests }) => requests === 1],
  ["flood", "100,000 events at once", (client) => all(client) && client.others === 100_000],
  ["giant", "an event of 8 MiB", all],
];

// A run takes 12 s, of which it waits for most.
test("the laboratory shows", { concurrency: 4 }, async (t) => {
  const shown = FAULTS.map(([fault, what, ours, native]) =>
    t.test(what, async (one) => {
      const clients = await run(one, fault);
      assert.ok(ours(clients[OURS]), JSON.stringify(clients[OURS]));
      assert.ok(native?.(clients[NATIVE]) ?? true, JSON.stringify(clients[NATIVE]));
    }),
  );
  await Promise.all(shown);
});

for (const [what, options] of [
  ["in light", { colorScheme: "light" }],
  ["in dark", { colorScheme: "dark" }],
  ["on a phone", { viewport: { width: 375, height: 740 } }],
]) {
  test(`everybody can use the page ${what}`, async (t) => {
    const visit = await openPage(t, { ...options, reducedMotion: "reduce" }, isOfPeer);
    await visit.goto(`${address}/?auto`);
    await visit.locator('[data-fault="drop"]').click();
    await visit.locator("tr[data-client]").first().waitFor();
    await visit.getByTestId("drop").click();
    await visit.locator("[data-reason] summary").first().click();
    await visit.getByTestId("inspect").click();
    await visit.getByTestId("alerts").locator("li").first().waitFor({ timeout: 60_000 });
    const { violations } = await new AxeBuilder({ page: visit }).analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
      [],
    );
    assert.ok(await visit.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it scrolls sideways");
  });
}

test("a visitor asks, watches the market, and connects to a server of the visitor's own", async (t) => {
  const visit = await openPage(t);
  await visit.goto(`${address}/?auto`);
  await visit.getByRole("button", { name: "Ask" }).click();
  await visit.getByText("Answered.", { exact: true }).waitFor({ timeout: 30_000 });
  assert.match(await visit.getByTestId("answer").innerText(), /^You asked: “What is a stream\?”\. A stream/);
  assert.equal(await visit.getByTestId("market").getByRole("listitem").count(), 4);

  await visit.getByLabel("Address", { exact: true }).fill(`${address}/market`);
  await visit.getByLabel("Header and its value").fill("X-Tenant");
  await visit.getByRole("button", { name: "Connect", exact: true }).click();
  await visit.getByTestId("own-events").getByText("401").first().waitFor();
  const code = await visit.getByTestId("own-code").innerText();
  assert.ok(code.includes('"X-Tenant": await token()') && code.includes("isTransient"), code);
});

test("the first view is under 100 kB, without the other clients", async (t) => {
  const visit = await openPage(t);
  const sizes = [];
  visit.on("requestfinished", (request) => sizes.push(request.sizes()));
  await visit.goto(address);
  await visit.waitForLoadState("networkidle");
  const bytes = (await Promise.all(sizes)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes > 50_000 && bytes < 100_000, `${bytes} bytes`);
});
