// What the page does around the sources: its listeners and timers counted, the browser's own events announced.

const TYPES = ["pagehide", "pageshow", "beforeunload", "offline", "online", "visibilitychange", "freeze", "resume"];

/** Each listener of the page's life, with its type. */
const listeners = new Set();
const timers = new Set();

const targets = [globalThis, globalThis.document].filter(Boolean);

for (const target of targets) {
  const { addEventListener, removeEventListener } = target;
  target.addEventListener = (type, listener, ...rest) => {
    if (TYPES.includes(type)) {
      listeners.add({ target, type, listener });
    }
    addEventListener.call(target, type, listener, ...rest);
  };
  target.removeEventListener = (type, listener, ...rest) => {
    for (const one of listeners) {
      if (one.target === target && one.type === type && one.listener === listener) {
        listeners.delete(one);
      }
    }
    removeEventListener.call(target, type, listener, ...rest);
  };
}

const { setTimeout, clearTimeout } = globalThis;
globalThis.setTimeout = (handler, delay) => {
  const timer = setTimeout(() => {
    timers.delete(timer);
    handler();
  }, delay);
  timers.add(timer);
  return timer;
};
globalThis.clearTimeout = (timer) => {
  timers.delete(timer);
  clearTimeout(timer);
};

export const listenerCount = () => listeners.size;

export const timerCount = () => timers.size;

/**
 * Says it to all who listen, as the browser does. No script can dispatch a trusted event, so this is what they get to see of
 * one.
 */
export function announce(type) {
  for (const { listener } of [...listeners].filter((one) => one.type === type)) {
    listener({ type, isTrusted: true, eventPhase: 2 });
  }
}

/** Dispatches a page's own event of this type, which bubbles: from a widget, where there is a document. */
export function dispatchOwn(type) {
  const event = () => new Event(type, { bubbles: true });
  globalThis.dispatchEvent(event());
  globalThis.document?.dispatchEvent(event());
  globalThis.document?.body.dispatchEvent(event());
}

/** Whether the browser collects garbage when it is told to. */
export const collects = () => typeof globalThis.gc === "function";

const watched = [];

export function watch(object) {
  watched.push(new WeakRef(object));
}

/** How many of the watched objects are still there. */
export async function leftAfterCollection() {
  for (let round = 0; round < 10 && watched.some((one) => one.deref()); round += 1) {
    // What a WeakRef has given lives until the end of the task.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await globalThis.gc({ execution: "async", type: "major" });
  }
  return watched.splice(0).filter((one) => one.deref()).length;
}
