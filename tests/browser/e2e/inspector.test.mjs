// The inspector of the built package on a page in Chromium, used as a person would.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, appOf, FIRST, inspectAll, PRICES, panelOf, server, showsEvents } from "./inspected-page.mjs";

test("the panel shows sources, events of every name, and errors, but no headers", async (t) => {
  const prices = await server.create({ responses: [PRICES] });
  const refused = await server.create({ otherwise: { status: 404 } });
  const page = await appOf(t, inspectAll, [prices.url, refused.url]);
  const { summary, told, panel } = panelOf(page);
  await summary.getByText("Event streams: 1 of 2 open").click();
  await told(prices, /^open$/).waitFor();
  await told(prices, /^2 events, last \d s ago$/).waitFor();
  await told(refused, /^closed$/).waitFor();
  await told(refused, /^Error \d s ago: http\. The server answered 404/).waitFor();
  await showsEvents(page, FIRST);
  await prices.signal("more");
  await showsEvents(page, ALL);
  await prices.signal("cut");
  await told(prices, /^connecting, next attempt in \d\d s$/).waitFor();
  await told(prices, /^Error \d s ago: network\. The connection broke off\./).waitFor();
  await page.evaluate(() => window.sources[0].close());
  await told(prices, /^closed$/).waitFor();
  assert.doesNotMatch(await panel.innerText(), /geheim|Authorization/);
  await page.evaluate(() => window.stops[0]());
  assert.equal(await panel.getByRole("radio", { checked: true }).count(), 1);
  await showsEvents(page, []);
  await page.evaluate(() => window.stops[1]());
  assert.equal(await page.locator("eventsource-inspector").count(), 0);
});

test("keys do it all: open, choose a source, filter, pause, clear, close", async (t) => {
  const [prices, other] = await Promise.all([
    server.create({ responses: [PRICES] }),
    server.create({ responses: [{ body: [{ write: "data: other\n\n" }, { hold: true }] }] }),
  ]);
  const page = await appOf(t, inspectAll, [prices.url, other.url]);
  const { summary, source, told, button, type, panel } = panelOf(page);
  const press = (...keys) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const isFocused = (locator) => locator.evaluate((element) => element.getRootNode().activeElement === element);

  await press("Tab", "Tab", "Enter", "Tab");
  assert.ok(await isFocused(source(prices)));
  await showsEvents(page, FIRST);
  await press("ArrowDown");
  assert.ok(await source(other).isChecked());
  await showsEvents(page, [["message", "", "other"]]);
  await press("ArrowUp", "Tab", "p");
  assert.equal(await type.inputValue(), "price");
  await showsEvents(page, [["price", "1", "11"]]);
  await press("ArrowUp", "ArrowUp");
  await showsEvents(page, FIRST);

  await press("Tab", "Space");
  assert.ok(await panel.getByRole("button", { name: "Pause", pressed: true }).isVisible());
  await prices.signal("more");
  await told(prices, /^3 events/).waitFor();
  await page.waitForTimeout(600);
  await showsEvents(page, FIRST);
  await press("Space");
  await showsEvents(page, ALL);

  await press("Tab", "Enter");
  await showsEvents(page, []);
  assert.ok(await panel.getByText("No events.").isVisible());
  await press("Escape");
  assert.ok(await isFocused(summary));
  assert.equal(await button("Clear").isVisible(), false);
});

test("the events shown are copied as JSON, and go to the console where a page may not copy", async (t) => {
  for (const path of ["/app.html", "/app.html?no-clipboard"]) {
    const { url } = await server.create({ responses: [PRICES] });
    const permissions = ["clipboard-read", "clipboard-write"];
    const page = await appOf(t, inspectAll, [url], { path, permissions });
    const { summary, type, button, panel } = panelOf(page);
    await summary.click();
    await showsEvents(page, FIRST);
    await type.selectOption("price");
    const logged = path.includes("no-clipboard")
      ? page.waitForEvent("console", (message) => message.type() === "log")
      : undefined;
    await button("Copy as JSON").click();
    await panel.getByText(logged ? /the events are in the console/ : "1 event copied.").waitFor();
    const json = logged ? (await logged).text() : await page.evaluate(() => navigator.clipboard.readText());
    const [{ time, ...event }] = JSON.parse(json);
    assert.deepEqual(event, { type: "price", lastEventId: "1", data: "11", length: 2 });
    assert.ok(Date.now() - Date.parse(time) < 60_000, time);
  }
});

test("of a flood the last 200 are kept and all are counted, and long data is cut", async (t) => {
  const body = [{ write: "data: x\n\n", times: 50_000 }, { write: `data: ${"y".repeat(3000)}\n\n` }, { hold: true }];
  const flood = await server.create({ responses: [{ body }] });
  const page = await appOf(t, inspectAll, [flood.url]);
  const { summary, told, rows } = panelOf(page);
  await summary.click();
  await told(flood, /^50,001 events/).waitFor();
  const shown = await rows();
  assert.equal(shown.length, 200);
  assert.equal(shown[0][2], `${"y".repeat(1000)}… (3,000 characters)`);
});

test("the browser's own sources are shown by their listeners, named events by `types`", async (t) => {
  const prices = await server.create({ responses: [PRICES, { status: 500 }] });
  const page = await appOf(
    t,
    async (url) => {
      const { inspect } = await import("/inspector.js");
      inspect(new EventSource(url), { types: ["price"] });
    },
    prices.url,
  );
  const { summary, told } = panelOf(page);
  await summary.click();
  await showsEvents(page, FIRST);
  await prices.signal("more");
  await showsEvents(page, ALL);
  await prices.signal("cut");
  await told(prices, /^Error \d+ s ago: The source does not say why\.$/).waitFor();
  await showsEvents(page, ALL);
});

test("nothing is parsed for the inspector, and a loop goes its way", async (t) => {
  const body = [{ event: { event: "price", data: "1" }, times: 3, every: 20 }, { hold: true }];
  const { url } = await server.create({ responses: [{ body }], repeat: true });
  const page = await appOf(t, () => {}, undefined);
  const parsed = await page.evaluate(async (url) => {
    const [{ EventSource }, { inspect }] = await Promise.all([import("/index.js"), import("/inspector.js")]);
    const parsed = [];
    const source = new EventSource(url, { parse: (data, type) => parsed.push([data, type]) });
    inspect(source);
    source.onmessage = () => {};
    await new Promise((resolve) => setTimeout(resolve, 500));
    const loop = new EventSource(url);
    inspect(loop);
    for await (const { data } of loop) {
      parsed.push([data, "loop"]);
      if (parsed.length === 3) {
        break;
      }
    }
    return [...parsed, [source.readyState, loop.readyState]];
  }, url);
  assert.deepEqual(parsed, [
    ["1", "loop"],
    ["1", "loop"],
    ["1", "loop"],
    [1, 2],
  ]);
});

test("a source that the app forgets is collected though it is inspected, and its connection ends", async (t) => {
  const held = await server.create({ responses: [{ body: [{ write: "data: x\n\n" }, { hold: true }] }] });
  const page = await appOf(
    t,
    async (url) => {
      const [{ EventSource }, { inspect }] = await Promise.all([import("/index.js"), import("/inspector.js")]);
      window.stop = inspect(new EventSource(url));
    },
    held.url,
  );
  const { summary, told } = panelOf(page);
  await summary.click();
  await showsEvents(page, [["message", "", "x"]]);
  for (let attempt = 0; attempt < 20 && !(await told(held, /^collected$/).isVisible()); attempt++) {
    await page.requestGC();
    await page.waitForTimeout(100);
  }
  assert.ok(await told(held, /^collected$/).isVisible());
  await held.log("open:0", 10_000);
});

test("with `console`, and in a worker, it logs instead", async (t) => {
  const { url } = await server.create({ responses: [PRICES, PRICES], otherwise: { status: 404 } });
  const page = await appOf(t, () => {}, undefined, { path: "/page" });
  const lines = [];
  page.on("console", (message) => lines.push(`${message.type()} ${message.text()}`));
  const work = `Promise.all(["/index.js", "/inspector.js"].map((path) => import("${server.origin}" + path)))
    .then(([{ EventSource }, { inspect }]) => inspect(new EventSource("${url}"), options));`;
  const { pathname } = new URL(url);
  const expected = ["open", "price 11 (id 1)", "message hello (id 1)"].map((line) => `log ${pathname} ${line}`);
  const logs = async () => {
    for (let attempt = 0; attempt < 50 && lines.length < expected.length; attempt++) {
      await page.waitForTimeout(50);
    }
    return lines.splice(0);
  };
  await page.evaluate(`const options = { console: true }; ${work}`);
  assert.deepEqual(await logs(), expected);
  assert.equal(await page.locator("eventsource-inspector").count(), 0);
  await page.evaluate(
    (code) => new Worker(URL.createObjectURL(new Blob([code]))) && undefined,
    `const options = {}; ${work}`,
  );
  assert.deepEqual(await logs(), expected);
});

for (const colorScheme of ["light", "dark"]) {
  test(`on a phone it fits, and takes its colours from the system: ${colorScheme}`, async (t) => {
    const { url } = await server.create({ responses: [PRICES] });
    const phone = { colorScheme, viewport: { width: 360, height: 640 } };
    const page = await appOf(t, inspectAll, [`${url}?${"long".repeat(40)}`], phone);
    const { panel, summary } = panelOf(page);
    const button = await summary.boundingBox();
    assert.ok(button.width < 240, `collapsed it is ${button.width} wide`);
    await summary.click();
    await showsEvents(page, FIRST);
    for (const box of await Promise.all((await panel.locator(":visible").all()).map((part) => part.boundingBox()))) {
      assert.ok(!box || (box.x >= 0 && box.x + box.width <= 360), JSON.stringify(box));
    }
    const { color } = await panel.evaluate((element) => ({ color: getComputedStyle(element).color }));
    assert.equal(color, { light: "rgb(28, 31, 38)", dark: "rgb(230, 232, 238)" }[colorScheme]);
  });
}
