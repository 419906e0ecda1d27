// The demo's page as a visitor uses it.

import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { openPage } from "./chromium.mjs";
import { buildDemo, numberOf, signedIn, startDemo, textOf, until } from "./demo-page.mjs";

/** Shifts of the page that a visitor did not cause, all together. Below 0.1 counts as good. */
const MOST_SHIFT = 0.02;

let built;

before(async () => {
  built = await buildDemo();
});

after(() => built?.forget());

const start = (t, options) => startDemo(t, { page: built.folder, ...options });
const spans = (page, lane, kind) => page.locator(`[data-lane=${lane}] [data-kind=${kind}]`);

test("the first screen says why: the browser’s own EventSource cannot even sign in", async (t) => {
  const { address } = await start(t);
  const page = await openPage(t, { viewport: { width: 1280, height: 720 } });
  await page.goto(address);
  await page.locator("[data-testid=native-state][data-state=CLOSED]").waitFor();
  assert.equal(await textOf(page, "native-error"), '{"isTrusted":true}');
  const { y, height } = await page.getByTestId("login").boundingBox();
  assert.ok(y + height < 720, "the button that opens the stream is further down");
  assert.equal(await page.getByTestId("dashboard").isVisible(), false);
});

test("a visitor with a keyboard signs in, and the focus goes where the stream is told of", async (t) => {
  const { address } = await start(t);
  const page = await openPage(t);
  await page.goto(address);
  const order = [];
  const focused = () =>
    page.evaluate(() => {
      const { id, textContent } = document.activeElement;
      return id || textContent.trim().split("\n")[0];
    });
  for (let count = 0; count < 7; count += 1) {
    await page.keyboard.press("Tab");
    order.push(await focused());
  }
  const code = 'new EventSource("/events", {';
  assert.deepEqual(order, ["Skip to the content", "Live", "Faults", "Your server", code, "name", "Open the stream"]);
  await page.keyboard.press("Enter");
  await page.locator("[data-testid=state][data-state=OPEN]").waitFor();
  assert.equal(await focused(), "connection-title");
});

test("a dropped connection is drawn to scale, counted down, and told with every field of its error", async (t) => {
  const { address } = await start(t, { retry: 2000 });
  const page = await signedIn(t, address);
  await until("live events", async () => (await numberOf(page, "received")) > 41);
  await page.getByTestId("drop").click();
  const seen = new Set();
  await until("it is open again", async () => {
    seen.add(await textOf(page, "next"));
    return (await textOf(page, "state")) === "OPEN" && (await numberOf(page, "reconnects")) === 1;
  });
  const countdown = [...seen].map((text) => Number(/next try in ([\d.]+) s/.exec(text)?.[1])).filter(Boolean);
  assert.ok(countdown.length > 5, `told: ${[...seen]}`);
  assert.deepEqual(
    countdown,
    countdown.toSorted((a, b) => b - a),
  );

  const waited = spans(page, "ours", "waiting").last();
  const ms = Number(await waited.getAttribute("data-ms"));
  assert.ok(ms >= 1900 && ms < 3500, `it waited for ${ms} ms`);
  const bar = await waited.boundingBox();
  const past = await page.locator("[data-lane=ours] .past").boundingBox();
  const drawn = (bar.width / past.width) * 60_000;
  assert.ok(Math.abs(drawn - ms) < 100, `${ms} ms are drawn as ${drawn}`);

  const entry = page.locator('[data-testid="timeline-entry"][data-reason]').first();
  const facts = await entry.locator(".facts").innerText();
  for (const field of ["reason", "status", "attempt", "willRetry", "delay"])
    assert.ok(facts.includes(`${field}: `), facts);
  await entry.getByText("All fields").click();
  const rest = await entry.locator("pre").innerText();
  for (const field of ["statusText", "headers", "body", "error"]) assert.ok(rest.includes(`${field}: `), rest);
  assert.ok(rest.includes("text/event-stream"), rest);
  assert.deepEqual([await numberOf(page, "lost"), await numberOf(page, "duplicated")], [0, 0]);
});

test("a token that expires begins a new bar where the old one ends", async (t) => {
  const { address } = await start(t, { tokenLifetime: 3 });
  const page = await signedIn(t, address);
  await until("three tokens", async () => (await spans(page, "token", "good").count()) >= 3);
  assert.ok((await numberOf(page, "token-refreshes")) >= 2);
  assert.ok(await page.locator("[data-lane=ours] [data-mark=event]").count());
});

test("the page says that the browser is offline, for as long as it is", async (t) => {
  const { address } = await start(t);
  const page = await signedIn(t, address);
  await page.context().setOffline(true);
  await spans(page, "page", "offline").waitFor({ state: "attached" });
  await page.context().setOffline(false);
  await page.locator("[data-lane=page] [data-kind=offline][data-ms]").waitFor({ state: "attached" });
  await page.getByText("The browser is offline").waitFor();
});

test("two tabs share one connection: one leads, the other follows, and takes over", async (t) => {
  const { address } = await start(t);
  const first = await signedIn(t, address);
  await first.getByTestId("shared").check();
  await spans(first, "tabs", "leads").waitFor({ state: "attached" });
  const second = await first.context().newPage();
  await second.goto(address);
  await second.getByTestId("login").click();
  await second.getByTestId("shared").check();
  await spans(second, "tabs", "follows").waitFor({ state: "attached" });
  const { connections } = await (await fetch(`${address}/stats`)).json();
  assert.equal(connections, 1);

  await first.close();
  await spans(second, "tabs", "leads").waitFor({ state: "attached" });
  const received = await numberOf(second, "received");
  await until("events go on", async () => (await numberOf(second, "received")) > received + 1);
  assert.deepEqual([await numberOf(second, "lost"), await numberOf(second, "duplicated")], [0, 0]);
});

test("the market, the sensors and their alerts are alive", async (t) => {
  const { address } = await start(t);
  const page = await signedIn(t, address);
  for (const [list, row] of [
    ["market", "OSLO"],
    ["sensors", "Runway wind"],
  ]) {
    const items = page.getByTestId(list).getByRole("listitem");
    await until(`${list} is full`, async () => (await items.count()) === 4);
    const value = items.filter({ hasText: row }).locator(".value");
    const before = await value.innerText();
    await until(`${row} changes`, async () => (await value.innerText()) !== before);
  }
});

test("the inspector shows all streams of the page", async (t) => {
  const { address } = await start(t);
  const page = await signedIn(t, address);
  await until("the market is open", async () => (await page.getByTestId("market").getByRole("listitem").count()) > 0);
  await page.getByTestId("inspect").click();
  const panel = page.getByRole("region", { name: "Event streams" });
  await panel.locator("summary").click();
  for (const path of ["/events", "/market", "/sensors"]) await panel.getByText(path, { exact: true }).waitFor();
});

test("a visitor tries a server of the visitor’s own without signing in, and takes the code along", async (t) => {
  const { address } = await start(t);
  const page = await openPage(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(address);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByTestId("own-events").getByText("reading").first().waitFor();
  assert.equal(await textOf(page, "own-state"), "OPEN");
  await page.getByLabel("close the stream while the page is hidden").check();
  await page.getByTestId("own-copy").click();
  await page.getByText("Copied").waitFor();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(code, /new EventSource\("\/sensors", \{.*openWhenHidden: false/s);
  await page.getByLabel("Code for").selectOption("Vue");
  assert.match(
    await textOf(page, "own-code"),
    /<script setup>.*new EventSource\("\/sensors", \{.*openWhenHidden: false/s,
  );

  await page.getByLabel("Address", { exact: true }).fill("http://[");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByTestId("own-events").getByText("SyntaxError").waitFor();
});

test("nothing moves that the visitor did not move", async (t) => {
  const { address } = await start(t, { tokenLifetime: 4 });
  const page = await openPage(t, { viewport: { width: 1280, height: 900 } });
  await page.addInitScript(() => {
    window.shift = 0;
    const add = (list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shift += value;
    };
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(address);
  await page.waitForTimeout(1000);
  await page.getByTestId("login").click();
  await page.locator("#timeline-title").scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 600);
  await until("a refreshed token", async () => (await numberOf(page, "token-refreshes")) >= 2);
  const shift = await page.evaluate(() => window.shift);
  t.diagnostic(`layout shift ${shift.toFixed(4)}`);
  assert.ok(shift < MOST_SHIFT, `shift ${shift}`);
});

test("a screen reader hears what lasts, and not each expiry of a token", async (t) => {
  const { address } = await start(t, { tokenLifetime: 3 });
  const page = await openPage(t);
  await page.goto(address);
  await page.evaluate(() => {
    window.said = [];
    const hear = () => window.said.push(document.getElementById("announcer").textContent);
    const all = { childList: true, characterData: true, subtree: true };
    new MutationObserver(hear).observe(document.getElementById("announcer"), all);
  });
  await page.getByTestId("login").click();
  await until("three refreshes", async () => (await numberOf(page, "token-refreshes")) >= 3, 30_000);
  await page.getByTestId("close").click();
  await until("the end is said", async () => (await page.evaluate(() => window.said.at(-1))) === "Closed for good.");
  const said = await page.evaluate(() => window.said);
  assert.ok(said.length <= 2, `said: ${said.join(" ")}`);
  const live = await page
    .locator("[aria-live], [role=log], [role=status], [role=alert]")
    .evaluateAll((all) => all.map(({ id }) => id).sort());
  assert.deepEqual(live, ["announcer", "answer-status", "lab-summary", "own-state", "sign-in-error"]);
});

test("nothing is animated for a visitor who wants reduced motion", async (t) => {
  const { address } = await start(t);
  const page = await signedIn(t, address, { reducedMotion: "reduce" });
  await page.getByTestId("drop").click();
  for (let count = 0; count < 20; count += 1) {
    const running = await page.evaluate(() => document.getAnimations().map(({ effect }) => effect.target.className));
    assert.deepEqual(running, []);
    await page.waitForTimeout(100);
  }
});

test("without its server the page opens, shows the last board, says so, and comes back by itself", async (t) => {
  const first = await start(t);
  const { port } = new URL(first.address);
  const page = await signedIn(t, first.address);
  await page.getByText("This page also opens without a network").waitFor();
  await page.getByTestId("board").locator("[data-seq]").first().waitFor();
  await first.close();

  await page.reload();
  await page.getByTestId("login").click();
  await page.getByTestId("board-note").getByText("The server cannot be reached.").waitFor();
  await page.getByTestId("board").locator("[data-seq]").first().waitFor();
  assert.match(await textOf(page, "board-note"), /This is the board of \d\d:\d\d:\d\d\./);

  await startDemo(t, { page: built.folder }, Number(port));
  await page.locator("[data-testid=state][data-state=OPEN]").waitFor({ timeout: 40_000 });
  await page.getByTestId("board-note").getByText("one event a second").waitFor();
});

test("published as files, the page says what is missing, and the client runs against a server within the page", async (t) => {
  const files = await serveFiles(t, built.folder);
  const page = await signedIn(t, `${files}/demo/`);
  await page.getByTestId("without-server").waitFor();
  await until("live events", async () => (await numberOf(page, "received")) > 41);
  await page.getByTestId("drop").click();
  await until("it comes back", async () => (await numberOf(page, "reconnects")) === 1);
  await page.getByTestId("expire").click();
  await until("it comes back", async () => (await numberOf(page, "reconnects")) === 2);
  assert.deepEqual([await numberOf(page, "lost"), await numberOf(page, "duplicated")], [0, 0]);
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("Answered.", { exact: true }).waitFor({ timeout: 30_000 });
  assert.equal(await page.getByTestId("market").getByRole("listitem").count(), 4);

  await page.locator('[data-fault="drop"]').click();
  await page.getByTestId("lab-what").getByText("npm start").waitFor();
});

/** A host of files, as those of published sites: it refuses what is no GET, and has the page in a folder. */
async function serveFiles(t, folder) {
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };
  const server = createServer(({ method, url }, response) => {
    const path = join(folder, url.replace("/demo/", "/").replace(/\/$/, "/index.html"));
    if (method !== "GET") return response.writeHead(405, { "content-type": "text/html" }).end("Not allowed.");
    if (!url.startsWith("/demo/") || !existsSync(path)) return response.writeHead(404).end("Not found.");
    response.writeHead(200, { "content-type": types[extname(path)] });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return `http://localhost:${server.address().port}`;
}
