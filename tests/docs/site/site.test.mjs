// The built site as a reader has it: in light, in dark and on a phone, with its search, and without any other host.

import assert from "node:assert/strict";
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { build } from "../../../scripts/build.mjs";
import { buildSite, site } from "../../../scripts/docs/site.mjs";
import { show } from "../../../scripts/support/run.mjs";
import { openPage } from "../../browser/e2e/chromium.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
/** Of what a page loads before anybody scrolls, as it is transferred. */
const MOST_BYTES = 200_000;
const PHONE = { width: 375, height: 740 };
const SHOWN = ["index", "guide", "comparison"];

let server;
let origin;
let sent;

before(async () => {
  await build();
  show("node_modules/.bin/vite", ["build", "www", "--logLevel", "warn"]);
  buildSite();
  server = createServer(({ url }, response) => {
    const file = join(site, new URL(url, "http://site").pathname.replace(/\/$/, "/index.html"));
    if (!existsSync(file) || !statSync(file).isFile()) {
      return response.writeHead(404).end();
    }
    sent += /png$/.test(file) ? statSync(file).size : gzipSync(readFileSync(file)).length;
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(() => server?.close());

async function visit(t, name, options) {
  const page = await openPage(t, options);
  const elsewhere = [];
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) {
      elsewhere.push(request.url());
    }
  });
  sent = 0;
  await page.goto(`${origin}/${name}.html`, { waitUntil: "networkidle" });
  assert.deepEqual(elsewhere, []);
  return page;
}

/** Without the demo, whose own tests say the same of it. */
async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

for (const [look, options] of [
  ["in light", { colorScheme: "light" }],
  ["in dark", { colorScheme: "dark" }],
  ["on a phone", { viewport: PHONE }],
]) {
  for (const name of SHOWN) {
    test(`${name} ${look}: readable by everyone, and no wider than the window`, async (t) => {
      const page = await visit(t, name, options);
      assert.deepEqual(await violations(page), []);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(excess <= 0, `${excess} px too wide`);
    });
  }
}

test("every page loads in less than 200 kB, from this host alone", async (t) => {
  const pages = readdirSync(site).filter((name) => name.endsWith(".html") && name !== "404.html");
  const heavy = [];
  for (const name of pages) {
    const page = await visit(t, name.replace(".html", ""));
    if (sent > MOST_BYTES) {
      heavy.push(`${name}: ${sent}`);
    }
    await page.context().browser().close();
  }
  assert.deepEqual(heavy, []);
});

test("the search finds the page of a message of the console", async (t) => {
  const page = await visit(t, "index");
  await page.keyboard.press("Control+k");
  for (const message of ["The connection broke off.", "ended the stream", "does not accept the credentials"]) {
    await page.locator("#localsearch-input").fill(message);
    await page.locator('#localsearch-list > li:first-child a[href$="/errors.html#messages"]').waitFor();
  }
});

test("the first page leads to the reader's framework", async (t) => {
  const page = await visit(t, "index");
  await page.getByRole("link", { name: "Does it work with my framework?" }).click();
  for (const name of ["React", "Vue", "Angular", "Svelte"]) {
    await page.getByRole("heading", { name, exact: false, level: 2 }).first().waitFor();
  }
});

test("the search finds an option, and the demo runs on the first page", async (t) => {
  const page = await visit(t, "index");
  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input").fill("heartbeatTimeout");
  await page.locator("#localsearch-list a").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator("iframe.demo").scrollIntoViewIfNeeded();
  await page.frameLocator("iframe.demo").locator("h1").first().waitFor();
});

test("an assistant finds an index and one file with everything", () => {
  const index = readFileSync(join(site, "llms.txt"), "utf8");
  const all = readFileSync(join(site, "llms-full.txt"), "utf8");
  for (const [, name] of index.matchAll(/\]\((\S+)\.html\)/g)) {
    assert.ok(existsSync(join(site, `${name}.html`)), name);
    const [heading] = readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), "utf8").split("\n");
    assert.ok(all.includes(heading), heading);
  }
});
