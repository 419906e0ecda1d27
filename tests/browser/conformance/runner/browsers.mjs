// The engines: how each is started, and what can be asked of it.

import { findings } from "../../../../scripts/setup/environment.mjs";
import { start } from "./processes.mjs";
import { openBrowser } from "./webdriver.mjs";

/** By variables of the environment, or as set-up found them, or on PATH. */
const found = findings();
const program = (variable, otherwise) => process.env[variable] || found[variable.toLowerCase()] || otherwise;

const CHROMIUM_ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--js-flags=--expose-gc",
];

export const BROWSERS = {
  /** `more` are arguments of the browser. */
  chromium: (more = [], capabilities = {}) =>
    openBrowser({
      driver: program("CHROMEDRIVER", "chromedriver"),
      args: (port) => [`--port=${port}`],
      capabilities: {
        browserName: "chrome",
        "goog:chromeOptions": {
          binary: program("CHROMIUM", "/usr/bin/chromium"),
          args: [...CHROMIUM_ARGUMENTS, ...more],
        },
        ...capabilities,
      },
    }),
  /** `more` are arguments of the driver. */
  firefox: (more = [], capabilities = {}, prefs = {}) =>
    openBrowser({
      driver: program("GECKODRIVER", "geckodriver"),
      args: (port) => ["--host", "127.0.0.1", "--port", `${port}`, ...more],
      capabilities: {
        "moz:firefoxOptions": { binary: program("FIREFOX", "/usr/bin/firefox-esr"), args: ["-headless"], prefs },
        ...capabilities,
      },
    }),
  webkit: async () => {
    // Without a display its session never comes, and no error either.
    const screen = start("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]);
    try {
      const browser = await openBrowser({
        driver: program("WEBKITDRIVER", "WebKitWebDriver"),
        args: (port) => ["--host=127.0.0.1", `--port=${port}`],
        capabilities: {},
        env: { DISPLAY: `:${await displayOf(screen)}` },
      });
      const withScreen = (end) => async () => {
        await end();
        screen.end();
      };
      return { ...browser, end: withScreen(browser.end), kill: withScreen(browser.kill) };
    } catch (error) {
      screen.end();
      throw error;
    }
  },
};

async function displayOf(screen) {
  for (let waited = 0; waited < 10_000; waited += 50) {
    const [, number] = /^(\d+)$/m.exec(screen.said()) ?? [];
    if (number) {
      return number;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Xvfb does not start: ${screen.said()}`);
}
