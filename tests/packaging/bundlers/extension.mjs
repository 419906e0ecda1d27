// A browser extension, loaded unpacked into a Chromium of its own.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../../browser/e2e/chromium.mjs";

/** Gives `{ origin, browser, stop() }`. */
export async function loadExtension(folder) {
  const profile = mkdtempSync(join(tmpdir(), "profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [...ARGUMENTS, `--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
    ignoreDefaultArgs: ["--disable-extensions"],
  });
  return {
    origin: `chrome-extension://${idOf(folder)}`,
    browser: context,
    async stop() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Chromium's own way: the path's hash, with the letters a to p for digits. */
function idOf(folder) {
  const digits = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return digits.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}
