// What one more tab costs: `node tests/browser/sharing/cost.mjs`. Tabs without a source, with one of their own, and with a shared one.

import { startBrowser } from "../lifecycle/browser.mjs";
import { memoryOf, sum, timeOf } from "./processes.mjs";
import { startServer } from "./server.mjs";
import { openTab, pause, until } from "./tabs.mjs";

/** Six connections to an origin are all that HTTP/1.1 has, and a page needs one to load. */
const MORE = 4;
const EVENTS = 20_000;
/** Events that the server writes at once, and ms between. */
const BURST = 10;
const EVERY = 1;

const KINDS = {
  "no source": undefined,
  "own connection": { shared: false },
  "shared connection": { shared: true },
};

console.log("one more tab       memory in kB   CPU in µs an event   bytes of the server an event");
for (const [name, init] of Object.entries(KINDS)) {
  const [one, more] = [await measure(1, init), await measure(1 + MORE, init)];
  const per = (key, digits) => ((more[key] - one[key]) / MORE).toFixed(digits).padStart(15);
  console.log(`${name.padEnd(17)}${per("memory", 0)}${per("time", 1)}${per("bytes", 1)}`);
}

/** A browser with so many tabs: kB, µs and bytes an event. */
async function measure(tabs, init) {
  const ends = [];
  const scope = { after: (end) => ends.push(end) };
  const server = await startServer(scope);
  const { context, group } = await startBrowser(scope);
  const stream = server.stream();
  const pages = [];
  for (let index = 0; index < tabs; index++) {
    const page = init ? await openTab(context, server, stream, init) : await context.newPage();
    if (init) {
      await until(page, (seen) => seen.includes("open"));
    } else {
      await page.goto(`${server.origin}/page`);
    }
    pages.push(page);
  }
  await pause(2000);
  const memory = sum(group, memoryOf);
  const before = sum(group, timeOf);
  for (let count = 0; count < EVENTS; count += BURST) {
    stream.publish(BURST);
    await pause(EVERY);
  }
  if (init) {
    await Promise.all(pages.map((page) => until(page, (seen) => seen.includes(EVENTS), 60_000)));
  }
  const time = sum(group, timeOf) - before;
  await Promise.all(ends.map((end) => end()));
  return { memory, time: time / EVENTS, bytes: stream.written / EVENTS };
}
