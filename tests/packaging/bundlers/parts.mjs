// Which of the cores a page has loaded, whatever its bundler has made of the package's files.

import { readFileSync } from "node:fs";

const file = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** Text of a core that every minifier leaves as it is, whichever quotes it likes. */
const markOf = (text, pattern) => text.match(pattern)?.[0] ?? text;

const BASE64 = /77u\/[\w+/]{12}/;
const MARKS = {
  wasm: markOf(file("build/wasm-text.js"), /[^"'`$\s]{24}/),
  javascript: markOf(file("dist/javascript-core.js"), BASE64),
  parser: markOf(file("dist/javascript-parser-core.js"), BASE64),
};

/** How many of the page's scripts have each core in them. */
const EXPECTED = {
  default: { wasm: 1, javascript: 0 },
  fallback: { wasm: 1, javascript: 1 },
  "stream fallback": { parser: 1 },
};

/** Looks at what a page loads; the function that it gives says what is wrong with that, or nothing. */
export function watchParts(tab, page) {
  const texts = [];
  tab.on("response", (response) => {
    if (/javascript/.test(response.headers()["content-type"])) {
      texts.push(response.text().catch(() => ""));
    }
  });
  return async () => {
    const scripts = await Promise.all(texts);
    const count = (name) => scripts.filter((text) => text.includes(MARKS[name])).length;
    return Object.entries(EXPECTED[page] ?? {})
      .filter(([name, expected]) => count(name) !== expected)
      .map(([name, expected]) => `${count(name)} scripts with the core ${name}, not ${expected}`);
  };
}
