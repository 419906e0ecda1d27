// The entries that make the class a global.

import { check, groupOf } from "../harness.js";

groupOf("polyfill");

let times = 0;

/** Runs an entry of the package anew with this as the global; gives the global's property afterwards. */
async function globalAfter(t, entry, before) {
  const own = Object.getOwnPropertyDescriptor(globalThis, "EventSource");
  t.atEnd(() => own && Object.defineProperty(globalThis, "EventSource", own));
  delete globalThis.EventSource;
  if (before) {
    globalThis.EventSource = before;
  }
  times += 1;
  await import(new URL(`../../../dist/${entry}.js?${times}`, import.meta.url).href);
  return Object.getOwnPropertyDescriptor(globalThis, "EventSource");
}

check("the polyfill fills a gap and leaves what is there, the forced one does not", "", async (t) => {
  const { value, ...attributes } = await globalAfter(t, "polyfill");
  t.equal(value, t.EventSource);
  t.same(attributes, { writable: true, enumerable: false, configurable: true });
  class Other {}
  t.equal((await globalAfter(t, "polyfill", Other)).value, Other);
  t.equal((await globalAfter(t, "polyfill/force", Other)).value, t.EventSource);
});
