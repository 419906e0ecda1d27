// What the page does for the runner: opens sources with one implementation, and tells what they heard and when.

import { timesOf } from "./workloads.mjs";

/** In ms: a client that has not heard everything by then has lost something, or is too slow to wait for. */
const PATIENCE = 15_000;

let open;

/** Loads the implementation, and lets it warm up. */
globalThis.prepare = async (implementation, url, type) => {
  const module = await import(implementation);
  open = module.open ?? (await module.prepare(`${url}/once`));
  await listen([`${url}/warm-up`], type, () => {});
};

/** What was heard of all sources, and how long it took. */
globalThis.flood = async (urls, type) => {
  let count = 0;
  let length = 0;
  const began = performance.now();
  const ends = await listen(urls, type, (data) => {
    count += 1;
    length += data.length;
  });
  return { count, length, ends, duration: performance.now() - began };
};

/** How long each event was on its way. */
globalThis.alone = async (implementation, url) => {
  ({ open } = await import(implementation));
  const times = [];
  await listen([url], "message", (data) => times.push(performance.timeOrigin + performance.now() - data));
  return times;
};

/** How long until the first event: from a page that has not loaded the client yet, and from one that has used it. */
globalThis.first = async (implementation, url) => {
  const began = performance.now();
  ({ open } = await import(implementation));
  await listen([url], "message", () => {});
  const cold = performance.now() - began;
  const beganAgain = performance.now();
  await listen([url], "message", () => {});
  return { cold, warm: performance.now() - beganAgain };
};

globalThis.isReady = true;

/** What each was told at its end; fewer if patience ends before. */
async function listen(urls, type, onData) {
  const ends = [];
  const closing = [];
  const all = urls.map(
    (url) =>
      new Promise((resolve, fail) => {
        const end = (what) => resolve(ends.push(what));
        const event = (data) => {
          const times = timesOf(data);
          times ? end(times) : onData(data);
        };
        closing.push(open(url, type, { event, end, fail }));
      }),
  );
  let timer;
  const impatience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  await Promise.race([Promise.all(all), impatience]);
  clearTimeout(timer);
  for (const close of closing) {
    close();
  }
  return ends;
}
