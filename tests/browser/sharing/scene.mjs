// A stream and tabs of a test's own, on a server and in a browser that the tests of the importing file share.

import { after, before } from "node:test";
import { startBrowser } from "../lifecycle/browser.mjs";
import { startServer } from "./server.mjs";
import { openTab } from "./tabs.mjs";

export let server;
let context;
const ends = [];

before(async () => {
  const whole = { after: (end) => ends.push(end) };
  server = await startServer(whole);
  ({ context } = await startBrowser(whole));
});

after(() => Promise.all(ends.map((end) => end())));

/** A stream of its own, and tabs that end with the test; `join` opens another. */
export async function scene(t, init = {}, { refuse, published = 0 } = {}) {
  const stream = server.stream(refuse);
  stream.publish(published);
  const join = async (options = init) => {
    const page = await openTab(context, server, stream, options);
    t.after(() => page.close());
    return page;
  };
  return { stream, join, page: await join() };
}

/** What a tab has seen, for `until`. */
export const opened = (seen) => seen.includes("open");
export const had = (id) => (seen) => seen.includes(id);
