// What a custom `fetch` answers with: the response, and everything that is reached from it.

/** Which members are read, and which are called. */
const MEMBERS = {
  response: { read: ["type", "url", "redirected", "ok", "status", "statusText", "headers", "body"], called: [] },
  headers: { read: [], called: ["get"] },
  body: { read: ["locked"], called: ["getReader", "cancel"] },
  reader: { read: ["closed"], called: ["read", "cancel", "releaseLock"] },
  result: { read: ["done", "value"], called: [] },
};

/** What a member leads to. */
const CHILDREN = { headers: "headers", body: "body", getReader: "reader", read: "result" };

/** Without these a stream can be read all the same, whatever they are. */
const NEEDLESS =
  /^(response\.(type|url|redirected|ok|statusText)|body\.(locked|cancel)|reader\.(closed|cancel|releaseLock))$/;

export const GUISES = ["plain", "proxy", "own"];

/**
 * The same thing as somebody's wrapper has it: a plain object, a proxy, or the thing itself with members of its own. Its
 * members' misbehaviour is `faults`, by names such as `body.cancel`.
 */
export function disguise(thing, kind, guise, faults) {
  if (typeof thing !== "object" || thing === null) {
    return thing;
  }
  if (typeof thing.then === "function") {
    return thing.then((value) => disguise(value, kind, guise, faults));
  }
  const { read, called } = MEMBERS[kind];
  const child = (member, value) => (CHILDREN[member] ? disguise(value, CHILDREN[member], guise, faults) : value);
  const honestly = (_name, honest) => honest();
  const run = (name, honest) => (faults.get(name) ?? honestly)(name, honest);
  const get = (member) => run(`${kind}.${member}`, () => child(member, thing[member]));
  const call =
    (member) =>
    (...args) =>
      run(`${kind}.${member}`, () => child(member, original[member].apply(thing, args)));
  const original = Object.fromEntries(called.map((member) => [member, thing[member]]));
  if (guise === "proxy") {
    return new Proxy(thing, {
      get(target, member) {
        if (read.includes(member)) {
          return get(member);
        }
        const value = called.includes(member) ? call(member) : Reflect.get(target, member, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
  const honest = new Map(read.map((member) => [member, child(member, thing[member])]));
  const shown = guise === "plain" ? {} : thing;
  for (const member of read) {
    Object.defineProperty(shown, member, {
      get: () => run(`${kind}.${member}`, () => honest.get(member)),
      configurable: true,
      enumerable: true,
    });
  }
  for (const member of called) {
    Object.defineProperty(shown, member, { value: call(member), configurable: true });
  }
  return shown;
}

const answer = { mayLose: true, scenes: ["steady", "drop", "page"] };

/** Gives a promise that is the package's to handle. */
const PROMISES = /^(body\.cancel|reader\.(read|cancel))$/;

/** Called for each chunk, not for each attempt only. */
const OFTEN = /^(reader\.read|result\.\w+)$/;

const members = Object.fromEntries(
  Object.entries(MEMBERS).flatMap(([kind, { read, called }]) =>
    [...read, ...called].map((member) => {
      const name = `${kind}.${member}`;
      const install = (subject, run) => subject.faultyAnswer(name, run);
      const chunks = name === "result.value" ? { kinds: ["chunks"] } : {};
      const is = { takesPromise: PROMISES.test(name), isNeedless: NEEDLESS.test(name), isFrequent: OFTEN.test(name) };
      return [name, { ...answer, ...chunks, ...is, install }];
    }),
  ),
);

/** A stream of the caller's own between the network and the source; `type` is that of its source. */
function ownStream(member, type) {
  const install = (subject, run) =>
    subject.wrapAnswer((response) => {
      const reader = response.body?.getReader();
      if (!reader) {
        return response;
      }
      const honest = {
        start() {},
        async pull(controller) {
          const { done, value } = await reader.read();
          done ? controller.close() : controller.enqueue(value);
        },
        cancel: () => reader.cancel(),
      };
      const source = { ...honest, type, [member]: (...args) => run(() => honest[member](...args)) };
      let body;
      try {
        body = new ReadableStream(source);
      } catch (error) {
        reader.cancel().catch(() => {});
        throw error;
      }
      const { status, statusText, headers } = response;
      return new Response(body, { status, statusText, headers });
    });
  const name = `${member} of a stream${type ? " of bytes" : ""}`;
  const is = { takesPromise: true, isFrequent: member === "pull", keepsBody: true };
  return { [name]: { ...answer, ...is, scenes: ["steady", "drop"], install } };
}

export const ANSWER_PLACES = {
  response: {
    ...answer,
    takesPromise: true,
    keepsBody: true,
    install: (subject, run) => subject.wrapAnswer((response) => run(() => response)),
  },
  ...members,
  ...ownStream("start"),
  ...ownStream("pull"),
  ...ownStream("cancel"),
  ...ownStream("start", "bytes"),
  ...ownStream("pull", "bytes"),
  ...ownStream("cancel", "bytes"),
};
