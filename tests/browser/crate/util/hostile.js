// What a function of the application's may answer, and throw, by mistake.

const STREAM = { "content-type": "text/event-stream" };

/** A body as small as one can be: these chunks, then nothing. */
const bodyOf = (...chunks) => ({
  getReader: () => ({ read: async () => (chunks.length > 0 ? chunks.shift() : new Promise(() => {})) }),
});

const chunk = (value) => ({ done: false, value });
const bytes = (text) => new TextEncoder().encode(text);
const headers = new Map(Object.entries({ "Content-Type": "text/event-stream" }));
const response = (body, members) => ({ status: 200, headers, body, ...members });
const bodyWhose = (members) => ({ getReader: () => ({ read: async () => chunk(bytes("data: x\n\n")), ...members }) });

function throws(error = new Error("thrown")) {
  throw error;
}

/** A view whose offset and length matter. */
function inTheMiddle(View) {
  const buffer = new ArrayBuffer(32);
  new Uint8Array(buffer).set(bytes("data: half"), 8);
  return new View(buffer, 8, 10 / (View.BYTES_PER_ELEMENT ?? 1));
}

/** Less than a response of the platform, but there are events in it. */
const LESS = {
  "no type, no url and no cancel": () => response(bodyOf(chunk(bytes("data: x\n\n")))),
  "getters of no importance throw": () =>
    Object.defineProperties(response(bodyOf(chunk(bytes("data: x\n\n")))), {
      type: { get: throws },
      url: { get: throws },
      statusText: { get: throws },
    }),
  "chunks of text": () => response(bodyOf(chunk("da"), chunk("ta: x\n"), chunk("\n"))),
  "chunks of other views": () =>
    response(bodyOf(chunk(inTheMiddle(Uint16Array)), chunk(inTheMiddle(DataView)), chunk(bytes("\n\n")))),
  "a chunk that is a buffer": () => response(bodyOf(chunk(bytes("data: x\n\n").buffer))),
  "empty chunks": () =>
    response(bodyOf(chunk(undefined), chunk(null), chunk(""), chunk(new Uint8Array()), chunk("data: x\n\n"))),
  "a last chunk with bytes": () => response(bodyOf({ done: true, value: bytes("data: x\n\n") })),
  "a read that gives no promise": () => {
    const chunks = [chunk("data: x\n\n")];
    return response({ getReader: () => ({ read: () => chunks.shift() ?? new Promise(() => {}) }) });
  },
  "a chunk whose memory is kept from it": () => {
    const value = bytes("data: x\n\n");
    return response(bodyOf(chunk(Object.defineProperty(value, "length", { value: 1e9 }))));
  },
  "an old browser's body, without byob": () => {
    const { body } = new Response("data: x\n\n");
    return response({
      getReader: (options) => (options ? throws(new TypeError("mode")) : body.getReader()),
    });
  },
  "cancel gives nothing": () => response(bodyWhose({ cancel() {} })),
  "cancel throws": () => response(bodyWhose({ cancel: throws })),
  "cancel rejects": () => response(bodyWhose({ cancel: async () => throws() })),
  "cancel is a thenable that throws": () =>
    response(
      bodyWhose({
        cancel: () => ({
          // biome-ignore lint/suspicious/noThenProperty: that is what is tested
          get then() {
            throw new Error("thrown");
          },
        }),
      }),
    ),
};

/** What there is no event in, and words that tell why. */
const USELESS = {
  undefined: [() => undefined, "undefined"],
  null: [() => null, "null"],
  "a number": [() => 200, "status"],
  "an empty object": [() => ({}), "status"],
  "a status that is no number": [() => response(bodyOf(), { status: "200" }), "status"],
  "a status that is none": [() => response(bodyOf(), { status: Number.NaN }), "status"],
  "a status that throws": [
    () => ({
      get status() {
        return throws();
      },
    }),
    "thrown",
  ],
  "a network error": [() => Response.error(), "network error"],
  "no headers": [() => response(bodyOf(), { headers: undefined }), "headers"],
  "headers that are an object": [() => response(bodyOf(), { headers: STREAM }), "get"],
  "headers that throw": [() => response(bodyOf(), { headers: { get: () => throws() } }), "thrown"],
  "a body of text": [() => response("data: x\n\n"), "getReader"],
  "a body that throws": [
    () => ({
      status: 200,
      headers,
      get body() {
        return throws();
      },
    }),
    "thrown",
  ],
  "a body that is locked": [
    () => {
      const used = new Response("data: x\n\n");
      used.body.getReader();
      return response(used.body);
    },
    "cannot be read",
  ],
  "no reader": [() => response({ getReader() {} }), "read"],
  "a read that throws": [() => response(bodyWhose({ read: () => throws() })), "thrown"],
  "a read that rejects": [() => response(bodyWhose({ read: async () => throws() })), "thrown"],
  "a read that gives nothing": [() => response(bodyWhose({ async read() {} })), "undefined"],
  "chunks that are numbers": [() => response(bodyOf(chunk(17))), "number"],
  "chunks that are objects": [() => response(bodyOf(chunk({}))), "object"],
  "a chunk whose memory is gone": [
    () => {
      const value = bytes("data: x\n\n");
      structuredClone(value.buffer, { transfer: [value.buffer] });
      return response(bodyOf(chunk(Object.defineProperty(value, "byteLength", { value: 9 }))));
    },
    "",
  ],
  "a chunk that throws": [
    () =>
      response(
        bodyOf({
          get done() {
            return throws();
          },
        }),
      ),
    "thrown",
  ],
};

/** What may be thrown, and what is said of it. */
const THROWN = {
  "an error": [() => new TypeError("words"), "words"],
  "a string": [() => "words", "words"],
  "a symbol": [() => Symbol("words"), "Symbol(words)"],
  "an object without prototype": [() => Object.create(null), "a value that cannot be shown"],
  "an object whose text throws": [() => ({ toString: throws }), "a value that cannot be shown"],
  "an error whose message throws": [
    () => Object.defineProperty(new Error(), "message", { get: throws }),
    "a value that cannot be shown",
  ],
  "a proxy that refuses everything": [
    () => new Proxy({}, new Proxy({}, { get: () => () => throws() })),
    "a value that cannot be shown",
  ],
  null: [() => null, "null"],
};

export const lessNames = () => Object.keys(LESS);
export const less = (name) => LESS[name]();
export const uselessNames = () => Object.keys(USELESS);
export const useless = (name) => USELESS[name][0]();
export const whyUseless = (name) => USELESS[name][1];
export const thrownNames = () => Object.keys(THROWN);
export const thrown = (name) => THROWN[name][0]();
export const saidOf = (name) => THROWN[name][1];

/** Imported without `catch` by the tests: the exception goes through the frames of who calls it. */
export function throwThrough(text) {
  throw new Error(text);
}

const NATIVE = globalThis.fetch;

/** A global `fetch` that a page has broken, until it is mended. */
const BROKEN = {
  missing: undefined,
  "not a function": 17,
  throws: () => throws(),
  "gives nothing": () => {},
  "gives a thenable that throws": () => ({
    // biome-ignore lint/suspicious/noThenProperty: that is what is tested
    then: throws,
  }),
};

export const brokenNames = () => Object.keys(BROKEN);

export function breakFetch(name) {
  globalThis.fetch = BROKEN[name];
}

export function mendFetch() {
  globalThis.fetch = NATIVE;
}
