// Makes the README's picture, docs/images/laboratory.png: `node www/picture.mjs [fault]`, after `npx vite build www`.

import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../tests/e2e/chromium.mjs";
import { createDemo } from "./demo-server.mjs";

const [fault = "unavailable"] = process.argv.slice(2);
const path = fileURLToPath(new URL("../docs/images/laboratory.png", import.meta.url));

const demo = createDemo();
const address = await demo.listen();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
await page.goto(`${address}/?auto`);
await page.locator(`[data-fault="${fault}"]`).click();
await page.locator("[data-over=true]").waitFor({ timeout: 60_000 });
await page.locator("#lab").screenshot({ path });
await browser.close();
await demo.close();
console.log(path);
