// The caller's functions, and the values that are read from what the caller gives.

/** Each member of the constructor's second argument. */
const MEMBERS = [
  "body",
  "connectTimeout",
  "corsProbe",
  "credentials",
  "fetch",
  "headers",
  "heartbeatTimeout",
  "initialLastEventId",
  "lastEventIdQueryParameterName",
  "maxBufferSize",
  "method",
  "mode",
  "onUnauthorized",
  "openWhenHidden",
  "parse",
  "priority",
  "readErrorBody",
  "reconnect",
  "redirect",
  "referrerPolicy",
  "retry",
  "shared",
  "signal",
  "unauthorizedStatuses",
  "withCredentials",
];

const RETRY_MEMBERS = ["initialDelay", "maxDelay", "factor", "jitterRatio", "resetAfter", "maxRetries", "shouldRetry"];

/** Has 30 s to settle. */
const asked = { takesPromise: true, hasLongLimit: true };

const functions = {
  headers: {
    ...asked,
    tellsCause: true,
    install: ({ options }, run) => {
      options.headers = () => run(() => ({ "X-Honest": "1" }));
    },
  },
  body: {
    ...asked,
    tellsCause: true,
    install: ({ options }, run) => {
      options.method = "QUERY";
      options.body = () => run(() => "question");
    },
  },
  fetch: {
    takesPromise: true,
    tellsCause: true,
    mayLose: true,
    install: (subject, run) => {
      subject.wrapFetch((honest) => run(honest));
    },
  },
  onUnauthorized: {
    ...asked,
    scenes: ["unauthorized"],
    install: ({ options }, run) => {
      options.onUnauthorized = () => run(() => true);
    },
  },
  "retry.shouldRetry": {
    mayReport: true,
    scenes: ["drop", "busy", "page", "unauthorized"],
    install: ({ options }, run) => {
      options.retry.shouldRetry = () => run(() => true);
    },
  },
  parse: {
    isAside: true,
    isFrequent: true,
    mayReport: true,
    mayLose: true,
    install: ({ options }, run) => {
      options.parse = (data) => run(() => JSON.parse(data));
    },
  },
};

/** What the constructor throws is the caller's own; what it takes may mean anything. */
const readByConstructor = { throwsToCaller: true, mayLose: true, mayClose: true };

const members = Object.fromEntries([
  ...MEMBERS.map((name) => [
    `option ${name}`,
    { ...readByConstructor, install: ({ options }, run) => getter(options, name, run) },
  ]),
  ...RETRY_MEMBERS.map((name) => [
    `option retry.${name}`,
    { ...readByConstructor, install: ({ options }, run) => getter(options.retry, name, run) },
  ]),
]);

function getter(target, name, run) {
  let honest = target[name];
  const get = () => run(() => honest);
  const set = (value) => {
    honest = value;
  };
  Object.defineProperty(target, name, { get, set, configurable: true, enumerable: true });
}

const others = {
  "url's toString": {
    ...readByConstructor,
    install: (subject, run) => {
      const honest = subject.url;
      subject.url = { toString: () => run(() => honest) };
    },
  },
  "options' proxy": {
    ...readByConstructor,
    install: (subject, run) => {
      const trap =
        (method) =>
        (...args) =>
          run(() => Reflect[method](...args));
      subject.options = new Proxy(subject.options, {
        get: trap("get"),
        has: trap("has"),
        ownKeys: trap("ownKeys"),
        getOwnPropertyDescriptor: trap("getOwnPropertyDescriptor"),
      });
    },
  },
  "a header's getter": {
    ...readByConstructor,
    install: ({ options }, run) => {
      options.headers = {};
      getter(options.headers, "X-Honest", (honest) => run(() => honest() ?? "1"));
    },
  },
  "the headers' iterator": {
    ...readByConstructor,
    install: ({ options }, run) => {
      options.headers = { [Symbol.iterator]: () => run(() => [["X-Honest", "1"]][Symbol.iterator]()) };
    },
  },
  "a header's getter, asked for each attempt": {
    mayLose: true,
    install: ({ options }, run) => {
      options.headers = () => ({
        get "X-Honest"() {
          return run(() => "1");
        },
      });
    },
  },
  "a status of unauthorizedStatuses": {
    ...readByConstructor,
    install: ({ options }, run) => {
      options.unauthorizedStatuses = [401];
      getter(options.unauthorizedStatuses, 0, run);
    },
  },
  ...signalMember("aborted", () => false),
  ...signalMember("addEventListener", () => undefined),
  ...signalMember("removeEventListener", () => undefined),
};

/** A signal is known by its name only, as that of another frame is. */
function signalMember(name, honest) {
  const install = ({ options }, run) => {
    const signal = {
      aborted: false,
      addEventListener() {},
      removeEventListener() {},
      [Symbol.toStringTag]: "AbortSignal",
    };
    const answer = () => run(honest);
    Object.defineProperty(signal, name, name === "aborted" ? { get: answer } : { value: answer });
    options.signal = signal;
  };
  return { [`signal.${name}`]: { ...readByConstructor, isSignal: true, mayReport: true, install } };
}

export const OPTION_PLACES = { ...functions, ...members, ...others };
