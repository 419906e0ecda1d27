// A Chromium whose pages really are hidden, frozen and cached: Playwright's own launch switches all of that off.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../e2e/chromium.mjs";

/** Ends with the test. `group` is that of the browser's processes. */
export async function startBrowser(t) {
  const profile = mkdtempSync(join(tmpdir(), "lifecycle-"));
  const args = [...ARGUMENTS, "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
  // A group of its own, so that all its processes can be stopped at once.
  const process_ = spawn(process.env.CHROMIUM || "/usr/bin/chromium", args, { detached: true });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    process_.stderr.on("data", (data) => {
      said += data;
      const [, found] = said.match(/listening on (ws:\S+)/) ?? [];
      found && resolve(found);
    });
    process_.on("exit", () => reject(new Error(`Chromium does not start: ${said}`)));
  });
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const all = (signal) => process.kill(-process_.pid, signal);
  t.after(async () => {
    process_.removeAllListeners("exit");
    const gone = new Promise((resolve) => process_.once("exit", resolve));
    all("SIGKILL");
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  return { context: browser.contexts()[0], group: process_.pid, stop: () => all("SIGSTOP"), go: () => all("SIGCONT") };
}

/** The protocol's own door to a page. */
export const protocol = (context, page) => context.newCDPSession(page);
