// Chromium and Firefox, with their WebDriver programs.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { tools, which } from "../support/run.mjs";
import { installPackages } from "./apt.mjs";
import { setUpGeckodriver } from "./cargo-tools.mjs";
import { findings, remember } from "./environment.mjs";

export async function setUpChromium() {
  await find("chromium", ["chromium", "chromium-browser", "google-chrome"], "chromium", "the browser for the tests");
  await find("chromedriver", ["chromedriver"], "chromium-driver", "what drives Chromium");
}

export async function setUpFirefox() {
  await find("firefox", ["firefox-esr", "firefox"], "firefox-esr", "the second browser for the tests");
  const found = which("geckodriver");
  if (found) {
    remember({ geckodriver: found });
  } else {
    await setUpGeckodriver();
    remember({ geckodriver: join(tools, "bin", "geckodriver") });
  }
}

async function find(key, programs, debianPackage, why) {
  if (existsSync(findings()[key] ?? "")) {
    return;
  }
  if (!programs.some(which)) {
    await installPackages([debianPackage], why);
  }
  const program = programs.map(which).find(Boolean);
  if (!program) {
    throw new Error(`None of ${programs.join(", ")} is on PATH: please install ${key}, ${why}.`);
  }
  remember({ [key]: program });
}
