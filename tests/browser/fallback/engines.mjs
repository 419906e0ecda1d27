// Browsers as they are, and the same ones without WebAssembly, by a switch of their own.

import { BROWSERS } from "../conformance/runner/browsers.mjs";

const START = {
  chromium: () => BROWSERS.chromium(),
  firefox: () => BROWSERS.firefox(),
  "chromium without WebAssembly": () => BROWSERS.chromium(["--js-flags=--jitless"]),
  "firefox without WebAssembly": () => BROWSERS.firefox([], {}, { "javascript.options.wasm": false }),
};

export const ENGINES = ["chromium", "firefox"];

export async function startEngines(names = Object.keys(START)) {
  const started = await Promise.all(names.map((name) => START[name]()));
  const end = () => Promise.all(started.map((browser) => browser.end()));
  return { end, ...Object.fromEntries(names.map((name, index) => [name, started[index]])) };
}
