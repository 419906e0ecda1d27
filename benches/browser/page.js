// What the page does for the runner: opens sources with one implementation, and tells what they heard and when.

import { ASKED, HEARD } from "./trace.mjs";
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

let times;
let isHeard;

/** Hears events that come one by one, and is done when so many were heard. */
globalThis.startAlone = async (implementation, url, warmUp) => {
  ({ open } = await import(implementation));
  times = [];
  await new Promise((resolve) => {
    isHeard = listen([url], "message", (data) => {
      if (times.push(performance.timeOrigin + performance.now() - data) === warmUp) {
        resolve();
      }
    });
  });
};

/** How long each event was on its way, when all were heard. */
globalThis.alone = async () => {
  await isHeard;
  return times;
};

globalThis.load = async (implementation) => {
  await import(implementation);
};

/**
 * In ms, on a page that has not loaded the client yet: to make the first source; its first event, from the moment the script
 * is asked for; and that of a second source.
 */
globalThis.start = async (implementation, url) => {
  performance.mark(ASKED);
  const asked = performance.now();
  ({ open } = await import(implementation));
  const { construct, heard } = await firstEvent(url);
  const askedAgain = performance.now();
  const again = await firstEvent(url);
  return { construct, first: heard - asked, again: again.heard - askedAgain };
};

function firstEvent(url) {
  return new Promise((resolve, fail) => {
    setTimeout(() => fail(new Error("no event in time")), PATIENCE);
    const began = performance.now();
    let construct;
    const event = () => {
      performance.mark(HEARD);
      close();
      resolve({ construct, heard: performance.now() });
    };
    const close = open(url, "message", { event, fail });
    construct = performance.now() - began;
  });
}

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
