// biome-ignore-all lint/suspicious/noThenProperty: thenables are what is meant

// Every value that code may throw, reject with or give where another was expected. Each is made anew, so that a case can tell
// its own from all others.

const refuse = () => {
  throw new Error("this object refuses everything");
};

const refusingHandler = new Proxy({}, { get: () => refuse });

class Unprintable extends Error {
  toString() {
    return refuse();
  }
}

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function detached() {
  const buffer = new ArrayBuffer(16);
  const view = new Uint8Array(buffer);
  structuredClone(buffer, { transfer: [buffer] });
  return view;
}

function withMessage(message) {
  const error = new Error();
  Object.defineProperty(error, "message", message);
  return error;
}

export const VALUES = {
  undefined: () => undefined,
  null: () => null,
  zero: () => 0,
  NaN: () => Number.NaN,
  "minus one": () => -1,
  "2^53": () => 2 ** 53,
  infinity: () => Number.POSITIVE_INFINITY,
  "no text": () => "",
  text: () => "hostile text",
  "long text": () => "x".repeat(200_000),
  "lone surrogate": () => "\ud800",
  "line break": () => "a\r\nb: c\0",
  true: () => true,
  false: () => false,
  symbol: () => Symbol("hostile"),
  bigint: () => 1n,
  object: () => ({}),
  array: () => [],
  "array with a symbol": () => [Symbol("hostile")],
  "no prototype": () => Object.assign(Object.create(null), { code: 7 }),
  "toString throws": () => ({ toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse }),
  "toString gives an object": () => ({ toString: () => ({}), valueOf: () => ({}) }),
  "proxy that refuses": () => new Proxy({}, refusingHandler),
  "function proxy that refuses": () => new Proxy(() => {}, refusingHandler),
  "revoked proxy": revoked,
  function: () => () => {},
  class: () => class Hostile {},
  error: () => new Error("hostile error"),
  "type error": () => new TypeError("hostile type error"),
  "abort error": () => new DOMException("hostile abort", "AbortError"),
  "frozen error": () => Object.freeze(new Error("hostile frozen error")),
  "error with a symbol as message": () => withMessage({ value: Symbol("hostile") }),
  "error whose message throws": () => withMessage({ get: refuse }),
  "unprintable error": () => new Unprintable("hostile unprintable error"),
  "error with a long message": () => new Error("y".repeat(200_000)),
  "error with a cycle": () => {
    const error = new Error("hostile cycle");
    error.cause = error;
    return error;
  },
  "error without prototype": () => Object.setPrototypeOf(new Error("hostile"), null),
  "proxy of an error": () => new Proxy(new Error("hostile proxy"), {}),
  "frozen object": () => Object.freeze({}),
  "frozen, no prototype": () => Object.freeze(Object.create(null)),
  "then throws": () => ({
    get then() {
      return refuse();
    },
  }),
  "then never calls": () => ({ then() {} }),
  "then throws when called": () => ({ then: refuse }),
  "never settles": () => new Promise(() => {}),
  "promise of nothing": () => Promise.resolve(),
  "getters that throw": () => ({
    get done() {
      return refuse();
    },
    get value() {
      return refuse();
    },
    get status() {
      return refuse();
    },
    get length() {
      return refuse();
    },
  }),
  "iterator that throws": () => ({
    *[Symbol.iterator]() {
      yield ["X-Hostile", "1"];
      refuse();
    },
  }),
  map: () => new Map([["X-Hostile", "1"]]),
  "bad pairs": () => [["X-Hostile"], 3, null],
  "bad header": () => ({ "X Y": "1" }),
  "undefined header": () => ({ "X-Hostile": undefined }),
  bytes: () => new Uint8Array([100, 97, 116, 97]),
  "no bytes": () => new Uint8Array(0),
  "detached bytes": detached,
  doubles: () => new Float64Array(3),
  "data view": () => new DataView(new ArrayBuffer(8)),
  buffer: () => new ArrayBuffer(8),
  "bytes that lie": () => Object.defineProperty(new Uint8Array(8), "length", { value: 2 ** 32 }),
  date: () => new Date(Number.NaN),
  url: () => new URL("http://hostile.invalid/"),
  "aborted signal": () => AbortSignal.abort(),
  headers: () => new Headers(),
  response: () => new Response("hostile"),
  "response of an error": () => Response.error(),
  "response whose body is read": () => {
    const response = new Response("hostile");
    response.body.getReader();
    return response;
  },
  stream: () => new ReadableStream(),
  "stream that fails": () =>
    new ReadableStream({
      start(controller) {
        controller.error(new Error("hostile stream"));
      },
    }),
  event: () => new Event("error"),
  global: () => globalThis,
};

export const VALUE_NAMES = Object.keys(VALUES);
