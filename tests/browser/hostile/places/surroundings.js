// What a page does to the global scope: events that look like the browser's own, and functions that are missing or replaced.

const PAGE_EVENTS = ["pagehide", "pageshow", "freeze", "resume", "offline", "online", "visibilitychange", "abort"];

const TARGETS = {
  window: () => globalThis,
  document: () => document,
  "an element": () => document.body.appendChild(document.createElement("div")),
};

/** By the names of their misbehaviours. */
export const PAGE_MISBEHAVIOURS = Object.fromEntries(
  Object.entries(TARGETS).flatMap(([where, target]) => [
    ...PAGE_EVENTS.map((type) => [
      `${type} at ${where}`,
      () => target().dispatchEvent(new CustomEvent(type, { bubbles: true })),
    ]),
    [`${"securitypolicyviolation"} at ${where}`, (_honest, { origin }) => target().dispatchEvent(violationOf(origin))],
  ]),
);

/** As the browser would tell that this page may not connect to its own server. */
function violationOf(blockedURI) {
  const told = { effectiveDirective: "connect-src", disposition: "enforce", blockedURI };
  return Object.assign(new CustomEvent("securitypolicyviolation", { bubbles: true }), told);
}

/** While a source connects, or has just done so. */
const SOON = 10;

/** What was there before any case replaced it: two sources of one case may do so. */
const originals = new Map();

function replace(subject, owner, name, make) {
  if (!originals.has(name)) {
    originals.set(name, owner[name]);
  }
  const honest = originals.get(name);
  owner[name] = make(honest);
  subject.atEnd(() => {
    owner[name] = honest;
  });
}

/** A global function that is replaced for the time of a case; `use` makes the package call it. */
function replaced(name, use) {
  const install = (subject, run) => {
    replace(
      subject,
      globalThis,
      name,
      (honest) =>
        (...args) =>
          run(() => honest?.(...args)),
    );
    use(subject);
  };
  return { mayReport: true, skipsEvents: true, isOnce: true, install };
}

/** Fails once, and is reported. */
function failToParse({ options }) {
  let calls = 0;
  options.parse = (data) => {
    calls += 1;
    if (calls === 2) {
      throw new Error("hostile parse");
    }
    return data;
  };
}

export const SURROUNDING_PLACES = {
  "the page's events": {
    kinds: ["pageEvents"],
    scenes: ["steady", "drop", "lost"],
    needsDocument: true,
    isQuiet: true,
    isAside: true,
    isOnce: true,
    install: (subject, run) => subject.whenMade(() => setTimeout(() => run(() => {}), SOON)),
  },
  reportError: replaced("reportError", failToParse),
  "console.warn": {
    mayReport: true,
    install: (subject, run) => {
      replace(subject, console, "warn", () => () => run(() => {}));
      // No page may set it.
      subject.options.headers = () => ({ "Sec-Hostile": "1" });
    },
  },
  "onerror of the global scope": {
    isOnce: true,
    mayReport: true,
    skipsEvents: true,
    install: (subject, run) => {
      replace(subject, globalThis, "onerror", () => () => run(() => {}));
      failToParse(subject);
    },
  },
};
