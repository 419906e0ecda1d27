// `for await`: what the loop sees, when it ends, and whom it makes wait.

import { check, groupOf } from "../harness.js";
import { HOLD } from "../kit.js";

groupOf("iteration");

const THREE = "event: a\ndata: 1\nid: x\n\ndata: 2\n\nevent: error\ndata: 3\n\n";

/** The next events of an iterator, as text. */
async function take(t, events, count) {
  const taken = [];
  while (taken.length < count) {
    const { value, done } = await t.waiting(`event ${taken.length + 1} of ${count}`, events.next());
    taken.push(done ? "end" : `${value.type} ${value.data} ${value.lastEventId}`);
  }
  return taken;
}

/** What a loop over the source throws. */
async function thrownBy(t, events) {
  const loop = async () => {
    for await (const _ of events) {
      // What comes before the error is of no interest.
    }
    return "nothing";
  };
  return t.waiting(
    "the loop to end",
    loop().catch((error) => error),
  );
}

check("a loop gets every event, whatever its type, as a plain object", "", async (t) => {
  const scenario = await t.stream(THREE);
  const seen = [];
  for await (const event of t.open(scenario.url)) {
    if (seen.push(event) === 3) {
      break;
    }
  }
  const { origin } = t;
  t.same(seen, [
    { type: "a", data: "1", lastEventId: "x", origin },
    { type: "message", data: "2", lastEventId: "x", origin },
    { type: "error", data: "3", lastEventId: "x", origin },
  ]);
});

check("a loop over events of some types gets no others", "", async (t) => {
  const scenario = await t.stream(THREE, "event: a\ndata: 4\n\n");
  const source = t.open(scenario.url);
  const [some, both] = [source.events("a"), source.events("a", "error")];
  // At once: who does not take makes the other wait.
  const [ofSome, ofBoth] = await Promise.all([take(t, some, 2), take(t, both, 3)]);
  t.same(ofSome, ["a 1 x", "a 4 x"]);
  t.same(ofBoth, ["a 1 x", "error 3 x", "a 4 x"]);
});

check("two loops and a listener get every event each", "", async (t) => {
  const scenario = await t.stream(THREE);
  const source = t.open(scenario.url);
  const [one, other] = [source.events(), source.events()];
  const heard = t.take(source, 3, ["a", "message", "error"]);
  const expected = ["a 1 x", "message 2 x", "error 3 x"];
  t.same(await take(t, one, 3), expected);
  t.same(await take(t, other, 3), expected);
  t.same(
    (await heard).map(({ type, data, lastEventId }) => `${type} ${data} ${lastEventId}`),
    expected,
  );
});

check("an iterator has the events from its creation on", "", async (t) => {
  const scenario = await t.stream(THREE, { waitFor: "go" }, "data: late\n\n");
  const source = t.open(scenario.url);
  const early = source.events();
  await t.next(source, "a");
  await scenario.signal("go");
  const late = source.events();
  await take(t, early, 3);
  t.same(await take(t, late, 1), ["message late x"]);
});

check("events that are asked for before they come arrive in order", "", async (t) => {
  const scenario = await t.stream(THREE);
  const events = t.open(scenario.url).events();
  const asked = [events.next(), events.next(), events.next()];
  t.same(
    (await t.waiting("three events", Promise.all(asked))).map(({ value }) => value.data),
    ["1", "2", "3"],
  );
});

check("leaving a loop over the source closes it", "", async (t) => {
  const scenario = await t.stream(THREE);
  const source = t.open(scenario.url);
  for await (const _ of source) {
    break;
  }
  t.equal(source.readyState, 2, "readyState");
  await t.waiting("the connection to end", scenario.log("requests:1,open:0"));
});

check("leaving a loop over events() leaves the source open, and what comes to others", "", async (t) => {
  const scenario = await t.stream(THREE, { waitFor: "go" }, "data: 4\n\n");
  const source = t.open(scenario.url);
  for await (const _ of source.events()) {
    break;
  }
  const next = t.next(source, "message");
  await scenario.signal("go");
  t.equal((await next).data, "4");
  t.equal(source.readyState, 1, "readyState");
});

check("close() ends every loop at once, whatever came before", "", async (t) => {
  const scenario = await t.stream(THREE);
  const source = t.open(scenario.url);
  const [one, other] = [source.events(), source[Symbol.asyncIterator]()];
  const asked = (async () => [await take(t, one, 4)])();
  await t.next(source, "a");
  source.close();
  t.same(await take(t, other, 1), ["end"]);
  t.equal((await asked)[0].at(-1), "end");
  t.same(await take(t, source.events(), 1), ["end"], "an iterator of a closed source");
});

check("a failure that is retried does not show in a loop", "", async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\nid: 1\ndata: a\n\n" }] },
    { body: [{ write: "data: b\n\n" }, HOLD] },
  );
  t.same(await take(t, t.open(scenario.url).events(), 2), ["message a 1", "message b 1"]);
});

check("a failure that is final is thrown, with what the error event tells", "", async (t) => {
  const scenario = await t.responses({ status: 503, headers: { "retry-after": "7" } });
  const source = t.open(scenario.url);
  const event = t.next(source, "error");
  const error = await thrownBy(t, source);
  t.ok(error instanceof Error, `thrown: ${error}`);
  const { isTrusted, ...told } = { ...(await event) };
  for (const [name, value] of Object.entries(told)) {
    t.equal(error[name], value, name);
  }
  t.same([error.name, error.reason, error.status, error.willRetry], ["EventSourceError", "http", 503, false]);
});

check("a failure that nobody saw is thrown by a later loop", "", async (t) => {
  const scenario = await t.responses({ status: 404 });
  const source = t.open(scenario.url);
  await t.next(source, "error");
  t.equal((await thrownBy(t, source)).status, 404);
});

for (const [what, response, init] of [
  ["of a stream that is not to come back", { body: [{ write: "data: x\n\n" }] }, { reconnect: "on-error" }],
  ["of the answer to a POST", { body: [{ write: "data: x\n\n" }] }, { method: "POST", body: "?" }],
  ["by 204", { status: 204 }, {}],
]) {
  check(`the end ${what} ends the loop without an error`, "", async (t) => {
    const scenario = await t.responses(response);
    t.equal(await thrownBy(t, t.open(scenario.url, init)), "nothing");
  });
}

check("a source that gave up is no end in good order", "", async (t) => {
  const scenario = await t.responses({}, {});
  const source = t.open(scenario.url, { retry: { maxRetries: 1, initialDelay: 10 } });
  t.equal((await thrownBy(t, source)).reason, "end");
});

check("a loop that takes its time is not a silent server", "", async (t) => {
  const scenario = await t.stream({ write: "data: x\n\n", every: 50, times: 200 });
  const source = t.open(scenario.url, { heartbeatTimeout: 400 });
  const errors = t.record(source, ["error"]);
  const events = source.events();
  for (let round = 0; round < 2; round++) {
    await take(t, events, 1);
    await t.pause(1200);
  }
  await take(t, events, 10);
  t.same(errors, []);
});

check("beside a loop, a listener that was added past the class hears every event", "", async (t) => {
  const scenario = await t.stream(THREE, { waitFor: "go" }, THREE);
  const source = t.open(scenario.url, { parse: (data) => Number(data) });
  const loop = source.events();
  const heard = [];
  for (const type of ["a", "message"]) {
    EventTarget.prototype.addEventListener.call(source, type, (event) => heard.push(event));
  }
  await take(t, loop, 3);
  await scenario.signal("go");
  await take(t, loop, 3);
  // Of a real event, whenever it is read.
  const told = heard.map((event) => [event.constructor.name, event.type, event.data, event.lastEventId]);
  const [one, two] = [
    ["MessageEvent", "a", 1, "x"],
    ["MessageEvent", "message", 2, "x"],
  ];
  t.same(told, [one, two, one, two]);
});

check("without any listener that is known, parse makes only what is read", "", async (t) => {
  const scenario = await t.stream(THREE);
  const parsed = [];
  const source = t.open(scenario.url, {
    parse: (data) => {
      parsed.push(data);
      return data;
    },
  });
  EventTarget.prototype.addEventListener.call(source, "message", ({ data }) => data);
  await t.next(source, "error");
  t.same(parsed, ["2", "3"]);
});

const canCollect = () => typeof globalThis.gc === "function" || typeof globalThis.$vm?.gc === "function";

check(
  "a source that is iterated lives without a reference",
  "",
  async (t) => {
    const scenario = await t.stream({ waitFor: "go" }, "data: x\n\n");
    const event = (() => t.open(scenario.url).events().next())();
    for (let round = 0; round < 2; round++) {
      await t.pause(10);
      await (globalThis.gc ? globalThis.gc({ type: "major", execution: "async" }) : globalThis.$vm.gc());
    }
    await scenario.signal("go");
    t.equal((await t.waiting("the event", event)).value.data, "x");
  },
  { needs: canCollect },
);
