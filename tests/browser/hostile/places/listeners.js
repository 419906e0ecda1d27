// Listeners of each kind, their options, and loops.

const nothing = () => undefined;
const listener = { mayReport: true, isFrequent: true, isAside: true };

const TYPES = ["open", "message", "error", "tick"];

/** Reconnecting makes each type come again. */
const all = ["steady", "drop", "busy"];
const failing = ["drop", "busy", "page", "unauthorized"];
const scenesOf = (type) => (type === "error" ? failing : all);

function added(name, add, more = {}) {
  return {
    [name]: {
      ...listener,
      scenes: all,
      install: (subject, run) => subject.whenMade((source) => add(source, run)),
      ...more,
    },
  };
}

/** What `addEventListener` throws is for who called it. */
function addedByHand(name, add, more = {}) {
  return added(
    name,
    (source, run) => {
      try {
        add(source, run);
      } catch {
        // It was thrown to the case, which is the caller.
      }
    },
    { mayReport: false, isFrequent: false, isOnce: true, ...more },
  );
}

export const LISTENER_PLACES = {
  ...Object.assign(
    {},
    ...TYPES.map((type) => ({
      ...added(`listener of ${type}`, (source, run) => source.addEventListener(type, () => run(nothing)), {
        scenes: scenesOf(type),
        isFrequent: type !== "open" && type !== "error",
      }),
    })),
    ...["open", "message", "error"].map((type) =>
      added(
        `on${type}`,
        (source, run) => {
          source[`on${type}`] = () => run(nothing);
        },
        { scenes: scenesOf(type), isFrequent: type === "message" },
      ),
    ),
  ),
  ...added("handleEvent", (source, run) => source.addEventListener("message", { handleEvent: () => run(nothing) })),
  ...addedByHand(
    "handleEvent's getter",
    (source, run) =>
      source.addEventListener("message", {
        get handleEvent() {
          return run(() => nothing);
        },
      }),
    // Node reads it at once, others for each event; and the platform has words of its own.
    { mayReport: true, isFrequent: true, isOnce: false, reports: /handleEvent|callable|not a function/ },
  ),
  ...added("listener once", (source, run) => source.addEventListener("message", () => run(nothing), { once: true }), {
    isOnce: true,
  }),
  ...added("listener in the capturing phase", (source, run) =>
    source.addEventListener("tick", () => run(nothing), true),
  ),
  ...added("listener with a signal", (source, run) => {
    const { signal } = new AbortController();
    source.addEventListener("message", () => run(nothing), { signal });
  }),
  ...added("listener past the class", (source, run) =>
    EventTarget.prototype.addEventListener.call(source, "message", () => run(nothing)),
  ),
  ...added("two listeners", (source, run) => {
    source.addEventListener("message", () => run(nothing));
    source.addEventListener("message", () => run(nothing), true);
  }),
  ...addedByHand("a listener's option once", (source, run) =>
    source.addEventListener("message", nothing, {
      get once() {
        return run(() => false);
      },
    }),
  ),
  ...addedByHand("a listener's option capture", (source, run) =>
    source.addEventListener("message", nothing, {
      get capture() {
        return run(() => false);
      },
    }),
  ),
  ...addedByHand("the type of a listener", (source, run) =>
    source.addEventListener({ toString: () => run(() => "message") }, nothing),
  ),
  ...addedByHand("a type that is iterated", (source, run) =>
    source.events({ toString: () => run(() => "message") }).return(),
  ),
  ...added("body of a loop", loop, { mayReport: false, scenes: ["steady", "drop"] }),
  ...added("body of a loop over next", concurrently, { mayReport: false, scenes: ["steady", "drop"] }),
};

/** Its own code's throws leave the loop, and are for nobody else. */
async function loop(source, run) {
  try {
    for await (const _ of source.events()) {
      // What hangs is given up: a loop that takes nothing stops its source, as it should.
      await Promise.race([run(nothing), new Promise((resolve) => setTimeout(resolve, 50))]);
    }
  } catch {
    // The loop is over.
  }
}

/** Asks for several events at once, and leaves in the middle. */
async function concurrently(source, run) {
  const events = source.events("message", "tick");
  try {
    for (let round = 0; round < 4; round += 1) {
      const asked = [events.next(), events.next(), events.next()];
      await Promise.race(asked);
      await Promise.race([run(nothing), new Promise((resolve) => setTimeout(resolve, 50))]);
    }
  } catch {
    // As above.
  }
  events.return();
}
