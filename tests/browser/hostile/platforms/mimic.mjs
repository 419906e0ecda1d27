// A DOM over Node's global scope, as test runners lay it there: the window's members in place of Node's own.

import { createRequire } from "node:module";

const require = createRequire(new URL("../runtimes/package.json", import.meta.url));

/** What a DOM has of the language, of timers and of itself stays Node's. */
const KEPT =
  /^(globalThis|self|window|top|parent|frames|console|performance|process|queueMicrotask|structuredClone|(set|clear)(Timeout|Interval|Immediate))$/;

/** Its own one keeps what it is given. */
const silent = Object.fromEntries(Object.keys(console).map((name) => [name, () => {}]));

const WINDOWS = {
  jsdom(url) {
    const { JSDOM } = require("jsdom");
    return new JSDOM("<!doctype html>", { url, pretendToBeVisual: true }).window;
  },
  "happy-dom"(url) {
    const { Window } = require("happy-dom");
    return new Window({ url, console: silent });
  },
};

export function mimic(dom, url) {
  const window = WINDOWS[dom](url);
  const ofLanguage = new Set(Object.getOwnPropertyNames(new (require("node:vm").Script)("this").runInNewContext()));
  for (const name of Object.getOwnPropertyNames(window)) {
    if (!KEPT.test(name) && !ofLanguage.has(name)) {
      const value = window[name];
      // `fetch` wants no other `this`; classes are not called.
      const get = () => (name === "fetch" ? value.bind(window) : window[name]);
      const set = (value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
      Object.defineProperty(globalThis, name, { get, set, configurable: true });
    }
  }
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) {
    globalThis[name] = window[name].bind(window);
  }
  globalThis.window = globalThis.self = globalThis.top = globalThis.parent = globalThis;
}
