// What the page does for `costs.mjs`: each way in turn, the quickest of many tries.

import { createEvent, createFastEvent } from "../../ts/event-source/stream-event.ts";

/** Tries of each way, and events of a try: so many that a page's coarse clock, of 0.1 ms, does not count. */
const TRIES = 50;
const EVENTS = 10_000;

const EVENT = { type: "tick", data: '{"bid":1.0842,"ask":1.0843}', origin: location.origin, lastEventId: "1700000017" };
const { origin, ...WITHOUT_ORIGIN } = EVENT;
const [makeOne, makeOfMany] = [createEvent, createFastEvent];

let heard = 0;
const target = new EventTarget();
target.addEventListener(EVENT.type, ({ data }) => {
  heard += data.length;
});

/** Each does something for so many events, and tells in ms how long that took. */
const WAYS = {
  dictionary: repeated(() => target.dispatchEvent(new MessageEvent(EVENT.type, EVENT))),
  "dictionary, no origin": repeated(() => target.dispatchEvent(new MessageEvent(EVENT.type, WITHOUT_ORIGIN))),
  alone: repeated(() => target.dispatchEvent(makeOne(EVENT))),
  flood: repeated(() => target.dispatchEvent(makeOfMany(EVENT))),
  bare: repeated(() => new MessageEvent(EVENT.type)),
  loop: async () => {
    let count = 0;
    const next = () => Promise.resolve({ value: EVENT, done: ++count > EVENTS });
    const since = performance.now();
    for await (const event of { [Symbol.asyncIterator]: () => ({ next }) }) {
      heard += event.data.length;
    }
    return performance.now() - since;
  },
  // The platform calls the listeners of a message with an empty stack, and those of a script's event with that script's.
  "listeners, with a checkpoint after each": async () => {
    const { port1, port2 } = new MessageChannel();
    const took = await called(port1, () => port2.postMessage(null));
    port1.close();
    return took;
  },
  listeners: () => {
    const crowd = new EventTarget();
    return called(crowd, () => crowd.dispatchEvent(new Event("message")));
  },
};

/** In µs for each event, by the names of the ways. */
globalThis.eventCosts = async () => {
  const quickest = {};
  for (let index = 0; index < TRIES; index += 1) {
    for (const [name, measure] of Object.entries(WAYS)) {
      const cost = ((await measure()) * 1000) / EVENTS;
      quickest[name] = Math.min(quickest[name] ?? cost, cost);
    }
  }
  if (heard === 0) {
    throw new Error("no listener was called");
  }
  return quickest;
};

globalThis.isReady = true;

function repeated(once) {
  return () => {
    const since = performance.now();
    for (let event = 0; event < EVENTS; event += 1) {
      once();
    }
    return performance.now() - since;
  };
}

/** From the first listener's call to the last one's, of as many as there are events. */
function called(who, call) {
  return new Promise((resolve) => {
    let since;
    for (let index = 0; index < EVENTS; index += 1) {
      who.addEventListener("message", () => {
        heard += 1;
        if (index === 0) {
          since = performance.now();
        } else if (index === EVENTS - 1) {
          resolve(performance.now() - since);
        }
      });
    }
    who.start?.();
    call();
  });
}
