// biome-ignore-all lint/suspicious/noThenProperty: thenables are what is meant

// What somebody else's code does when it is called. Each is made of `honest`, which does what the caller should have done and
// gives that, of the case's `means` (means.js), and of `own`, which notes what it throws.

import { PAGE_MISBEHAVIOURS } from "./places/surroundings.js";
import { VALUE_NAMES, VALUES } from "./values.js";

/** Ms after which a late answer comes: an attempt with a time limit is over then, and a closed source long gone. */
const LATE = 900;

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** By kinds, so that a kind with many members is not more frequent than others. */
const KINDS = {
  pageEvents: PAGE_MISBEHAVIOURS,
  throws: ofValues("throws", (make) => (_honest, _means, own) => {
    throw own(make());
  }),
  rejects: ofValues("rejects with", (make) => (_honest, _means, own) => Promise.reject(own(make()))),
  gives: ofValues("gives", (make) => () => make()),
  resolves: ofValues("resolves with", (make) => async () => make()),
  time: {
    hangs: () => new Promise(() => {}),
    "answers late": (honest, means) =>
      means.pending(async () => {
        // What is honest may have failed by then, and says so to whoever still waits.
        const answer = Promise.resolve(honest());
        answer.catch(() => {});
        await after(LATE);
        return answer;
      }),
    "rejects late": (_honest, means, own) =>
      means.pending(async () => {
        await after(LATE);
        throw own(new Error("hostile, late"));
      }),
    "blocks the thread": (honest) => {
      const end = performance.now() + 80;
      while (performance.now() < end);
      return honest();
    },
    "collects garbage": (honest) => {
      globalThis.gc?.();
      return honest();
    },
  },
  thenable: {
    "answers twice": (honest, _means, own) => ({
      then(resolve, reject) {
        Promise.resolve(honest()).then((value) => {
          resolve?.(value);
          resolve?.(value);
          reject(own(new Error("hostile, after the answer")));
        }, reject);
      },
    }),
    "answers at once, twice": (honest, _means, own) => ({
      then(resolve, reject) {
        resolve?.(honest());
        reject(own(new Error("hostile, after the answer")));
        throw own(new Error("hostile, after both"));
      },
    }),
    "rejects at once, twice": (_honest, _means, own) => ({
      then(_resolve, reject) {
        reject(own(Symbol("hostile")));
        reject(own(Symbol("hostile")));
      },
    }),
    "answers with a thenable of thenables": (honest) => ({
      then: (resolve) => resolve?.({ then: (resolveAgain) => resolveAgain(honest()) }),
    }),
  },
  reenters: {
    closes: then((means) => means.close()),
    "closes twice": then((means) => {
      means.close();
      means.close();
    }),
    "closes and throws": (_honest, means, own) => {
      means.close();
      throw own(new Error("hostile, closed"));
    },
    "closes in a microtask": then((means) => queueMicrotask(() => means.close())),
    aborts: then((means) => means.abort()),
    "opens a source": then((means) => means.open()),
    "opens a source, closes": then((means) => {
      means.open();
      means.close();
    }),
    "opens 300 sources": then((means) => means.openIdle(300)),
    "opens 300 sources and closes them": then((means) => {
      for (const source of means.openIdle(300)) {
        source.close();
      }
    }),
    "opens a source with an ID of 2 MB": then((means) => means.openIdle(1, "x".repeat(2 << 20))),
    "opens a source with an ID of 2 MB, closes it": then((means) => means.openIdle(1, "x".repeat(2 << 20))[0]?.close()),
    "begins a loop": then((means) => means.loop()),
    "begins a loop that closes": then((means) => means.loopAndClose()),
    "takes an iterator and leaves it": then((means) => means.source?.events().return()),
    "adds a thousand listeners": then((means) => means.addListeners(1000)),
    "sets every handler": then((means) => means.setHandlers()),
    "dispatches events of its own": then((means) => means.dispatch()),
  },
  overflows: {
    "overflows the stack": (_honest, _means, own) => overflow(own),
    "overflows the stack, then answers": (honest, _means, own) => {
      try {
        overflow(own);
      } catch {
        // As if nothing had happened.
      }
      return honest();
    },
    "overflows while it closes": then((means) => means.closeDeep()),
    "overflows while it opens": then((means) => means.openDeep()),
    "overflows while it adds a listener": then((means) => means.listenDeep()),
    "overflows while it takes an iterator": then((means) => means.iterateDeep()),
  },
  chunks: {
    "detaches the buffer first": chunk((bytes) => detach(bytes)),
    "detaches the buffer in a microtask": chunk((bytes) => queueMicrotask(() => detach(bytes))),
    "detaches the buffer in a task": chunk((bytes) => setTimeout(() => detach(bytes))),
    "gives it as text": chunk((bytes) => new TextDecoder().decode(bytes)),
    "gives it as doubles": chunk((bytes) => new Float64Array(bytes.slice(0, 8 * (bytes.length >> 3)).buffer)),
    "gives it as a data view": chunk((bytes) => new DataView(bytes.slice().buffer)),
    "gives it as an array of numbers": chunk((bytes) => [...bytes]),
    "gives its buffer": chunk((bytes) => bytes.slice().buffer),
    "gives it in shared memory": chunk((bytes) => {
      const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      const shared = new Uint8Array(buffer, 0, bytes.length);
      shared.set(bytes);
      return shared;
    }),
    "gives it in memory that shrinks": chunk((bytes) => {
      const buffer = new ArrayBuffer(bytes.length, { maxByteLength: bytes.length });
      const view = new Uint8Array(buffer);
      view.set(bytes);
      queueMicrotask(() => buffer.resize(1));
      return view;
    }),
  },
};

/** The names of each kind's. */
export const MISBEHAVIOURS = Object.fromEntries(
  Object.entries(KINDS).map(([kind, members]) => [kind, Object.keys(members)]),
);

/** The kinds that can be done anywhere. */
export const ANYWHERE = ["throws", "rejects", "gives", "resolves", "time", "thenable", "reenters", "overflows"];

const BY_NAME = new Map();
for (const [name, act] of Object.values(KINDS).flatMap(Object.entries)) {
  if (BY_NAME.has(name)) {
    throw new Error(`two misbehaviours are called ${name}`);
  }
  BY_NAME.set(name, act);
}

/** Those that do what they should in the end: nothing may be lost by them. */
const HONEST = new Set(
  [...Object.keys(KINDS.reenters), ...Object.keys(KINDS.overflows), "blocks the thread", "collects garbage"].filter(
    (name) => !/throws$|stack$/.test(name),
  ),
);

export const isHonest = (name) => HONEST.has(name);

export const misbehaviour = (name) => {
  const act = BY_NAME.get(name);
  if (!act) {
    throw new Error(`no misbehaviour is called ${name}`);
  }
  return act;
};

function ofValues(verb, make) {
  return Object.fromEntries(VALUE_NAMES.map((name) => [`${verb} ${name}`, make(VALUES[name])]));
}

/** Does something with what was read, and gives that, or what was read. */
function chunk(act) {
  return (honest) => {
    const bytes = honest();
    return (bytes?.length && act(bytes)) || bytes;
  };
}

function detach({ buffer }) {
  if (buffer.byteLength > 0) {
    structuredClone(buffer, { transfer: [buffer] });
  }
}

/** Ends by a RangeError, or whatever the engine throws then. */
function overflow(own) {
  const deeper = () => deeper() + 1;
  try {
    deeper();
  } catch (error) {
    throw own(error);
  }
}

/** Does something in passing, and is honest then. */
function then(act) {
  return (honest, means) => {
    act(means);
    return honest();
  };
}
