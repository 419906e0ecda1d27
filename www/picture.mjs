// Makes the README's pictures, docs/images/demo.png and laboratory.png: `node www/picture.mjs [fault]`, after
// `npx vite build www`.

import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../tests/browser/e2e/chromium.mjs";
import { createDemo } from "./server/demo-server.mjs";

const [fault = "unavailable"] = process.argv.slice(2);
/** In seconds: short, so that the drawing has several tokens. */
const TOKEN_LIFETIME = 20;
const pathOf = (name) => fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url));

const demo = createDemo({ tokenLifetime: TOKEN_LIFETIME });
const address = await demo.listen();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
await page.goto(address);
await page.getByTestId("login").click();
await page.locator(`[data-fault="${fault}"]`).click();
await page.locator("[data-over=true]").waitFor({ timeout: 60_000 });
await page.locator("#lab-result").screenshot({ path: pathOf("laboratory") });

await page.getByTestId("drop").click();
await page.waitForTimeout(25_000);
await page.evaluate(() => scrollTo(0, 0));
await page.mouse.move(0, 0);
await page.screenshot({ path: pathOf("demo"), clip: { x: 0, y: 0, width: 1280, height: 830 } });
await browser.close();
await demo.close();
console.log(pathOf("demo"), pathOf("laboratory"));
