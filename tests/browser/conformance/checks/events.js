// What an event is: its class, its attributes, its type.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("events");

/** The first event of a type, of a stream of one event. */
async function eventOf(t, { type = "message", text = "id: 7\ndata: x\n\n" } = {}) {
  const source = t.open((await t.stream(text)).url);
  return t.next(source, type);
}

// --- What a message is ---

/** What comes alone, and what comes with so many others that the class makes its events faster. */
const AMONG = { "a message": "", "a message in a flood": "data: y\n\n".repeat(99) };

for (const [what, others] of Object.entries(AMONG)) {
  const text = `id: 7\ndata: x\n\n${others}`;
  check(`${what} is a MessageEvent of this scope`, at.INTERPRETATION, async (t) => {
    const event = await eventOf(t, { text });
    t.ok(event instanceof MessageEvent, "no MessageEvent");
    t.equal(event.constructor, MessageEvent, "constructor");
    t.equal(String(event), "[object MessageEvent]");
  });

  check(`${what}'s prototype is that of MessageEvent, nothing between`, at.INTERPRETATION, async (t) => {
    const event = await eventOf(t, { text });
    t.equal(Object.getPrototypeOf(event), MessageEvent.prototype);
  });

  check(`${what} shows the properties of a MessageEvent and no other`, at.MESSAGE_EVENT, async (t) => {
    const event = await eventOf(t, { text });
    const inLoop = (object) => {
      const names = [];
      for (const name in object) {
        names.push(name);
      }
      return names;
    };
    const other = new MessageEvent("message");
    t.same(inLoop(event).sort(), inLoop(other).sort(), "in a loop");
    t.same(Reflect.ownKeys(event), Reflect.ownKeys(other), "its own");
  });

  check(`${what} can be copied by its constructor`, at.MESSAGE_EVENT, async (t) => {
    const event = await eventOf(t, { text });
    const { type, data, origin, lastEventId } = new event.constructor(event.type, event);
    t.same([type, data, origin, lastEventId], ["message", "x", t.origin, "7"]);
  });

  check(`${what}'s attributes cannot be set`, at.MESSAGE_EVENT, async (t) => {
    const event = await eventOf(t, { text });
    for (const name of ["data", "origin", "lastEventId"]) {
      const set = () => {
        event[name] = "other";
      };
      t.throws(set, TypeError, `setting ${name}`);
    }
    t.same([event.data, event.origin, event.lastEventId], ["x", t.origin, "7"]);
  });
}

check("a message's data is a string", at.INTERPRETATION, async (t) => {
  const { data } = await eventOf(t);
  t.equal(data, "x");
});

check("a message's origin is that of the URL", at.INTERPRETATION, async (t) => {
  const { origin } = await eventOf(t);
  t.equal(origin, t.origin);
});

check("a message's lastEventId", at.INTERPRETATION, async (t) => {
  const { lastEventId } = await eventOf(t);
  t.equal(lastEventId, "7");
});

check("a message's source is null, and it has no ports", at.MESSAGE_EVENT, async (t) => {
  const { source, ports } = await eventOf(t);
  t.equal(source, null, "source");
  t.ok(Array.isArray(ports), "ports is no array");
  t.equal(ports.length, 0, "ports");
  t.ok(Object.isFrozen(ports), "ports is not frozen");
});

for (const type of ["open", "message", "error", "named"]) {
  const of = type === "error" ? "an error" : type === "open" ? "an open event" : `a ${type} event`;

  async function fired(t) {
    const end = { body: [{ write: "event: named\ndata\n\ndata\n\n" }] };
    const source = t.open((await t.responses(end)).url);
    const [event] = await t.take(source, 1, [type]);
    return { event, source };
  }

  check(`${of} neither bubbles nor can be cancelled`, at.DOM_EVENT, async (t) => {
    const { event } = await fired(t);
    t.equal(event.bubbles, false, "bubbles");
    t.equal(event.cancelable, false, "cancelable");
    t.equal(event.composed, false, "composed");
    event.preventDefault();
    t.equal(event.defaultPrevented, false, "defaultPrevented");
  });

  check(`${of} is trusted`, at.DOM_EVENT, async (t) => {
    const { event } = await fired(t);
    t.equal(event.isTrusted, true);
  });

  check(`${of} has the source as target, at its phase`, at.DOM_EVENT, async (t) => {
    const source = t.open((await t.responses({ body: [{ write: "event: named\ndata\n\ndata\n\n" }] })).url);
    const seen = await t.waiting(
      type,
      new Promise((resolve) => {
        const look = (event) => {
          const { target, currentTarget, srcElement, eventPhase } = event;
          resolve({ event, target, currentTarget, srcElement, eventPhase, path: event.composedPath() });
        };
        source.addEventListener(type, look);
      }),
    );
    t.equal(seen.target, source, "target");
    t.equal(seen.currentTarget, source, "currentTarget");
    t.equal(seen.srcElement, source, "srcElement");
    t.equal(seen.eventPhase, 2, "eventPhase");
    t.equal(seen.path.length, 1, "the path's length");
    t.equal(seen.path[0], source, "the path");
    await t.pause(0);
    t.equal(seen.event.currentTarget, null, "currentTarget afterwards");
    t.equal(seen.event.eventPhase, 0, "eventPhase afterwards");
    t.equal(seen.event.target, source, "target afterwards");
  });
}

for (const type of ["open", "error"]) {
  check(`${type} is a plain Event`, at.MODEL, async (t) => {
    const source = t.open((await t.responses({ status: type === "error" ? 404 : 200 })).url);
    const event = await t.next(source, type);
    t.equal(Object.getPrototypeOf(event), Event.prototype);
    t.equal(String(event), "[object Event]");
    t.ok(!(event instanceof MessageEvent), "a MessageEvent");
    t.equal(event.data, undefined, "data");
  });
}

// --- Types ---

/** The next message of a type: `open` and `error` have events of the source itself, too. */
function nextMessage(t, source, type) {
  const message = new Promise((resolve) => {
    source.addEventListener(type, (event) => event instanceof MessageEvent && resolve(event));
  });
  return t.waiting(`a message named ${JSON.stringify(type)}`, message);
}

for (const type of [
  "t",
  "open",
  "error",
  "message",
  "close",
  "__proto__",
  "constructor",
  "toString",
  "two words",
  "\u00E9\u{1F600}",
  "0",
  "null",
  "undefined",
  "MESSAGE",
]) {
  check(
    `an event that the server names ${JSON.stringify(type)} is a message of that type`,
    at.INTERPRETATION,
    async (t) => {
      const source = t.open((await t.stream(`event: ${type}\nid: 1\ndata: x\n\n`)).url);
      const event = await nextMessage(t, source, type);
      t.same([event.type, event.data, event.lastEventId, event.origin], [type, "x", "1", t.origin]);
      t.equal(source.readyState, 1, "readyState");
    },
  );
}

check("a named event is none for onmessage", at.INTERPRETATION, async (t) => {
  const source = t.open((await t.stream("event: t\ndata: 1\n\ndata: 2\n\n")).url);
  const heard = [];
  source.onmessage = ({ data }) => heard.push(data);
  await t.next(source, "message");
  t.same(heard, ["2"]);
});

check("a message named error leaves the connection alone", at.INTERPRETATION, async (t) => {
  const scenario = await t.stream("event: error\ndata: x\n\ndata: after\n\n");
  const source = t.open(scenario.url);
  let errors = 0;
  source.onerror = () => errors++;
  t.equal((await t.next(source, "message")).data, "after");
  t.equal(errors, 1, "calls of onerror");
  t.equal((await scenario.log()).requests.length, 1, "requests");
});
