// `EventSource.with`: classes with defaults, for libraries that write `new EventSource(url)` themselves.

import { check, groupOf } from "../harness.js";

groupOf("defaults");

const STREAM = "data: x\n\n";

/** The headers of the request that a class with these defaults makes when it is given `init`. */
async function sent(t, defaults, init) {
  const scenario = await t.stream(STREAM);
  const { headers } = await requestOf(t, t.EventSource.with(defaults), scenario, init);
  return headers;
}

async function requestOf(t, Class, scenario, init) {
  const source = new Class(scenario.url, init);
  t.atEnd(() => source.close());
  await t.next(source, "message");
  // The connections to one origin are few.
  source.close();
  const { requests } = await scenario.log();
  return requests.at(-1);
}

check("a class with defaults is a class as the one that it was made from", "", (t) => {
  const Class = t.EventSource.with({ headers: { "X-Own": "1" } });
  t.same([Class.name, Class.length, Class.CONNECTING, Class.OPEN, Class.CLOSED], ["EventSource", 1, 0, 1, 2]);
  t.ok(Class !== t.EventSource && Object.getPrototypeOf(Class) === t.EventSource, "what it extends");
  t.throws(() => Class(`${t.origin}/nowhere`), TypeError, "a call without new");
  t.throws(() => new Class(), TypeError, "without a URL");
  const source = new Class(`${t.origin}/nowhere`);
  t.atEnd(() => source.close());
  t.ok(source instanceof Class && source instanceof t.EventSource && source.constructor === Class, "instanceof");
  t.equal(String(source), "[object EventSource]");
  t.same([source.url, source.withCredentials], [`${t.origin}/nowhere`, false]);
});

check("the class itself has no defaults, and nothing but `with` more than the standard's", "", async (t) => {
  t.EventSource.with({ headers: { "X-Own": "1" } });
  const request = await requestOf(t, t.EventSource, await t.stream(STREAM));
  t.equal(request.headers["x-own"], undefined);
  const names = Object.getOwnPropertyNames(t.EventSource).sort();
  t.same(names, ["CLOSED", "CONNECTING", "OPEN", "length", "name", "prototype", "with"]);
  t.same(Object.keys(t.EventSource), ["CONNECTING", "OPEN", "CLOSED"]);
});

check("what `new` is given wins, and what it is not given is the default", "", async (t) => {
  const Class = t.EventSource.with({ method: "POST", body: "default", headers: { "Content-Type": "text/x-own" } });
  const scenario = await t.responses({ body: [{ write: STREAM }] }, { body: [{ write: STREAM }] });
  const first = await requestOf(t, Class, scenario, { body: "given", method: null });
  t.same([first.method, first.headers["content-type"]], ["POST", "text/x-own"]);
  t.equal(first.headers["content-length"], String("given".length));
  const second = await requestOf(t, Class, scenario, undefined);
  t.same([second.method, second.headers["content-length"]], ["POST", String("default".length)]);
});

for (const [what, wrap] of [
  ["are objects", (headers) => headers],
  ["are a Headers", (headers) => new Headers(headers)],
  ["are pairs", (headers) => Object.entries(headers)],
  ["come from functions", (headers) => () => headers],
  ["come from async functions", (headers) => async () => headers],
]) {
  check(`headers of both are sent, and of one name those of \`new\`, when they ${what}`, "", async (t) => {
    const defaults = { "X-Default": "1", Authorization: "Bearer default" };
    const given = { "X-Given": "2", authorization: "Bearer given" };
    for (const headers of [
      await sent(t, { headers: wrap(defaults) }, { headers: wrap(given) }),
      await sent(t, { headers: defaults }, { headers: wrap(given) }),
      await sent(t, { headers: wrap(defaults) }, { headers: given }),
    ]) {
      t.same([headers["x-default"], headers["x-given"], headers.authorization], ["1", "2", "Bearer given"]);
    }
  });
}

check("default headers of a function are asked for anew, and told which attempt", "", async (t) => {
  const scenario = await t.responses(
    { body: [{ write: `retry: 10\n${STREAM}` }] },
    { body: [{ write: STREAM }, { hold: true }] },
  );
  const Class = t.EventSource.with({ headers: ({ attempt }) => ({ "X-Attempt": String(attempt) }) });
  const source = new Class(scenario.url, { headers: { "X-Given": "2" } });
  t.atEnd(() => source.close());
  await t.take(source, 2);
  const { requests } = await scenario.log();
  t.same(
    requests.map(({ headers }) => [headers["x-attempt"], headers["x-given"]]),
    [
      ["1", "2"],
      ["2", "2"],
    ],
  );
});

check("a default header that cannot be sent is told by its name at construction", "", (t) => {
  const Class = t.EventSource.with({ headers: { "X Own": "1" } });
  t.throws(() => new Class(`${t.origin}/nowhere`), TypeError);
  t.throws(() => new Class(`${t.origin}/nowhere`, { headers: { "X-Given": "2" } }), TypeError, "joined");
});

check("of `retry`, what `new` does not give comes from the defaults", "", async (t) => {
  const scenario = await t.responses({ status: 503 }, { status: 503 }, { status: 503 });
  const Class = t.EventSource.with({
    retry: { initialDelay: 1, jitterRatio: 0, maxRetries: 5, shouldRetry: () => true },
  });
  const source = new Class(scenario.url, { retry: { maxRetries: 1, shouldRetry: undefined } });
  t.atEnd(() => source.close());
  const errors = await t.take(source, 2, ["error"]);
  t.same(
    errors.map(({ willRetry, delay }) => [willRetry, delay]),
    [
      [true, 1],
      [false, 0],
    ],
  );
});

check("`withCredentials` and `credentials` are one setting: `new` may give either", "", (t) => {
  const opened = (defaults, init) => {
    const source = new (t.EventSource.with(defaults))(`${t.origin}/nowhere`, init);
    source.close();
    return source.withCredentials;
  };
  t.equal(opened({ withCredentials: true }), true);
  t.equal(opened({ withCredentials: true }, { withCredentials: null }), true);
  t.equal(opened({ withCredentials: true }, { withCredentials: false }), false);
  t.equal(opened({ withCredentials: true }, { credentials: "omit" }), false);
  t.equal(opened({ credentials: "omit" }, { withCredentials: true }), true);
  t.equal(opened({ credentials: "include" }, { withCredentials: false }), false);
});

check("a class with defaults can be given more, and the later ones win", "", async (t) => {
  const First = t.EventSource.with({ headers: { "X-A": "1", "X-B": "1" }, withCredentials: true });
  const Second = First.with({ headers: { "X-B": "2", "X-C": "2" }, credentials: "omit" });
  const scenario = await t.responses({ body: [{ write: STREAM }] }, { body: [{ write: STREAM }] });
  const { headers } = await requestOf(t, Second, scenario, { headers: { "X-C": "3" } });
  t.same([headers["x-a"], headers["x-b"], headers["x-c"]], ["1", "2", "3"]);
  const { headers: ofFirst } = await requestOf(t, First, scenario);
  t.same([ofFirst["x-a"], ofFirst["x-b"], ofFirst["x-c"]], ["1", "1", undefined]);
});

check("a class can extend one with defaults, and a subclass can be given some", "", async (t) => {
  class App extends t.EventSource.with({ headers: { "X-Default": "1" } }) {
    constructor(path, init) {
      super(`${t.origin}${path}`, init);
    }
    hello() {
      return "hello";
    }
  }
  const Derived = App.with({ headers: { "X-More": "2" } });
  t.same([Derived.name, Derived.length], ["App", 2]);
  const { url, log } = await t.stream(STREAM);
  const source = new Derived(url.slice(t.origin.length));
  t.atEnd(() => source.close());
  t.equal(source.hello(), "hello");
  await t.next(source, "message");
  const { requests } = await log();
  t.same([requests[0].headers["x-default"], requests[0].headers["x-more"]], ["1", "2"]);
});

check("code that knows only the global class gets the defaults by it", "", async (t) => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "EventSource");
  t.atEnd(() => (own ? Object.defineProperty(globalThis, "EventSource", own) : delete globalThis.EventSource));
  let refusals = 0;
  Object.defineProperty(globalThis, "EventSource", {
    value: t.EventSource.with({
      headers: () => ({ Authorization: `Bearer ${refusals}` }),
      onUnauthorized: () => {
        refusals += 1;
        return true;
      },
    }),
    configurable: true,
  });
  const { url, log } = await t.responses({ status: 401 }, { body: [{ write: STREAM }, { hold: true }] });
  const source = new EventSource(url);
  t.atEnd(() => source.close());
  t.equal((await t.next(source, "message")).data, "x");
  const { requests } = await log();
  t.same(
    requests.map(({ headers }) => headers.authorization),
    ["Bearer 0", "Bearer 1"],
  );
});

check("a default that cannot be used is told at once", "", (t) => {
  t.throws(() => t.EventSource.with({ connectTimeout: "5s" }), TypeError);
  t.throws(() => t.EventSource.with(3), TypeError);
  t.throws(() => new (t.EventSource.with({ retry: {} }))(`${t.origin}/nowhere`, { retry: 3000 }), TypeError, "given");
});

check("defaults are read once: what the object is changed to does not count", "", async (t) => {
  const defaults = { method: "POST", body: "x" };
  const Class = t.EventSource.with(defaults);
  defaults.method = "PUT";
  t.equal((await requestOf(t, Class, await t.stream(STREAM))).method, "POST");
});

check("libraries are told that it takes a `fetch`, as the package `eventsource` tells them", "", (t) => {
  t.equal(t.EventSource[Symbol.for("eventsource.supports-fetch-override")], true);
  t.equal(t.EventSource.with({})[Symbol.for("eventsource.supports-fetch-override")], true);
});

// --- Options that do not exist ---

function warnings(t) {
  const said = [];
  const { warn } = console;
  console.warn = (text) => said.push(text);
  t.atEnd(() => {
    console.warn = warn;
  });
  return said;
}

check("a misspelt option is warned of, once, and its value is not told", "", (t) => {
  const said = warnings(t);
  for (let count = 0; count < 3; count += 1) {
    t.idle({ headres: { Authorization: "geheim" }, retry: { maxRetry: 3 } });
  }
  t.same(said.sort(), [
    "eventsource-wasm: there is no option headres.",
    "eventsource-wasm: there is no option retry.maxRetry.",
  ]);
  t.EventSource.with({ reconect: false });
  t.equal(said.pop(), "eventsource-wasm: there is no option reconect.");
});

check("nothing is warned of that only prototypes have, and no foreign getter is called", "", (t) => {
  const said = warnings(t);
  Object.assign(Object.prototype, { polluted: 1, maxDelays: 2 });
  t.atEnd(() => {
    delete Object.prototype.polluted;
    delete Object.prototype.maxDelays;
  });
  t.idle({ retry: { maxRetries: 1 } });
  t.idle();
  t.idle(() => {});
  t.same(said, []);
  let reads = 0;
  const init = Object.defineProperty({}, "foreign", { get: () => (reads += 1), enumerable: true });
  t.idle(init);
  t.equal(reads, 0);
});
