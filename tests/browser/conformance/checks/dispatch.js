// When and in which order events are dispatched, to whom, and what becomes of what a listener throws.

import { check, groupOf } from "../harness.js";
import { HOLD } from "../kit.js";
import * as at from "../sections.js";

groupOf("dispatch");

// --- Order and tasks ---

check("messages come in the order of the stream", at.INTERPRETATION, async (t) => {
  const numbers = Array.from({ length: 500 }, (_, number) => `${number}`);
  const source = t.open((await t.stream(numbers.map((number) => `data: ${number}\n\n`).join(""))).url);
  const seen = await t.take(source, numbers.length);
  t.same(
    seen.map(({ data }) => data),
    numbers,
  );
});

check("messages of several types come in the order of the stream", at.INTERPRETATION, async (t) => {
  const source = t.open((await t.stream("event: a\ndata\n\ndata\n\nevent: b\ndata\n\nevent: a\ndata\n\n")).url);
  const seen = await t.take(source, 4, ["a", "b", "message"]);
  t.same(
    seen.map(({ type }) => type),
    ["a", "message", "b", "a"],
  );
});

check("no event comes before the task that made the source has ended", at.MODEL, async (t) => {
  const { url } = await t.stream("data: x\n\n");
  const source = t.open(url);
  const seen = t.record(source);
  const end = performance.now() + 60;
  while (performance.now() < end) {
    await null;
  }
  t.same(seen, []);
  await t.next(source, "message");
  t.same(
    seen.map(([type]) => type),
    ["open", "message"],
  );
});

check("promise reactions of a listener run before the next event of the chunk", at.CHECKPOINT, async (t) => {
  const source = t.open((await t.stream("data: 1\n\ndata: 2\n\ndata: 3\n\n")).url);
  const order = [];
  source.addEventListener("message", async ({ data }) => {
    order.push(data);
    await null;
    await null;
    order.push(`after ${data}`);
  });
  await t.take(source, 3);
  await t.pause(10);
  t.same(order, ["1", "after 1", "2", "after 2", "3", "after 3"]);
});

check("promise reactions of open run before the first message", at.CHECKPOINT, async (t) => {
  const source = t.open((await t.stream("data: 1\n\n")).url);
  const order = [];
  source.addEventListener("open", () => Promise.resolve().then(() => order.push("after open")));
  source.addEventListener("message", () => order.push("message"));
  await t.next(source, "message");
  t.same(order, ["after open", "message"]);
});

check("promise reactions of a listener run before the next listener", at.CHECKPOINT, async (t) => {
  const source = t.open((await t.stream("data: 1\n\n")).url);
  const order = [];
  source.addEventListener("message", () => queueMicrotask(() => order.push("reaction of the first")));
  source.addEventListener("message", () => order.push("second"));
  await t.next(source, "message");
  t.same(order, ["reaction of the first", "second"]);
});

check("a listener that is added in a promise reaction hears the next event of the chunk", at.CHECKPOINT, async (t) => {
  const source = t.open((await t.stream("data: 1\n\ndata: 2\n\n")).url);
  const heard = [];
  await t.next(source, "message");
  source.addEventListener("message", ({ data }) => heard.push(data));
  await t.eventually(() => heard.length > 0, "the second message");
  t.same(heard, ["2"]);
});

check("close() in a promise reaction stops the next event of the chunk", at.INTERPRETATION, async (t) => {
  const source = t.open((await t.stream("data: 1\n\ndata: 2\n\n")).url);
  const seen = t.record(source, ["message"]);
  await t.next(source, "message");
  source.close();
  await t.pause(60);
  t.same(
    seen.map(([, data]) => data),
    ["1"],
  );
});

check("close() in a listener stops the next event of the chunk", at.INTERPRETATION, async (t) => {
  const source = t.open((await t.stream("data: 1\n\ndata: 2\n\nevent: t\ndata: 3\n\n")).url);
  const seen = t.record(source, ["message", "t", "error"]);
  source.onmessage = () => source.close();
  await t.next(source, "message");
  await t.pause(60);
  t.same(
    seen.map(([, data]) => data),
    ["1"],
  );
});

check("close() in a listener keeps the event from no other listener", at.DOM_DISPATCH, async (t) => {
  const source = t.open((await t.stream("data: 1\n\n")).url);
  let state;
  source.addEventListener("message", () => source.close());
  source.addEventListener("message", () => {
    state = source.readyState;
  });
  await t.next(source, "message");
  t.equal(state, 2);
});

check("after close() nothing comes of what the server still sends", at.INTERFACE, async (t) => {
  const scenario = await t.stream("data: 1\n\n", { write: "data: 2\n\n", times: 50, every: 5 });
  const source = t.open(scenario.url);
  await t.next(source, "message");
  source.close();
  const seen = t.record(source);
  await t.pause(150);
  t.same(seen, []);
});

check("two sources of one URL are two connections, and neither hears the other", at.INTERFACE, async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "data: 1\n\n" }, HOLD] },
    { body: [{ write: "data: 2\n\n" }, HOLD] },
  );
  const [one, other] = [t.open(scenario.url), t.open(scenario.url)];
  const seen = await Promise.all([t.next(one, "message"), t.next(other, "message")]);
  t.same(seen.map(({ data }) => data).sort(), ["1", "2"]);
});

check("a listener with a signal goes with it", at.DOM_DISPATCH, async (t) => {
  const scenario = await t.stream("data: 1\n\ndata: 2\n\n");
  const source = t.open(scenario.url);
  const controller = new AbortController();
  const heard = [];
  source.addEventListener(
    "message",
    ({ data }) => {
      heard.push(data);
      controller.abort();
    },
    { signal: controller.signal },
  );
  await t.take(source, 2);
  t.same(heard, ["1"]);
});

// --- Listeners that throw ---

/** What this scope's global hears of errors with these messages, kept from the console. */
function reported(t, ...messages) {
  const heard = [];
  const hear = (event) => {
    if (messages.includes(event.error?.message)) {
      event.preventDefault();
      heard.push(event.error);
    }
  };
  globalThis.addEventListener("error", hear);
  t.atEnd(() => globalThis.removeEventListener("error", hear));
  return heard;
}

check("what a listener throws is reported, and changes nothing else", at.DOM_DISPATCH, async (t) => {
  const thrown = new RangeError(`of a listener ${Math.random()}`);
  const heard = reported(t, thrown.message);
  const scenario = await t.stream("data: 1\n\ndata: 2\n\n");
  const source = t.open(scenario.url);
  const seen = [];
  source.addEventListener("message", () => {
    throw thrown;
  });
  source.addEventListener("message", ({ data }) => seen.push(data));
  await t.eventually(() => seen.length === 2 && heard.length === 2, "both messages and both reports");
  t.equal(heard[0], thrown, "what is reported");
  t.equal(source.readyState, 1, "readyState");
  t.equal((await scenario.log()).requests.length, 1, "requests");
});

check("what a handler throws is reported, and changes nothing else", at.HANDLERS, async (t) => {
  const thrown = new RangeError(`of a handler ${Math.random()}`);
  const heard = reported(t, thrown.message);
  const source = t.open((await t.stream("data: 1\n\n")).url);
  const fail = () => {
    throw thrown;
  };
  source.onopen = fail;
  source.onmessage = fail;
  await t.eventually(() => heard.length === 2, "both reports");
  t.equal(source.readyState, 1, "readyState");
});

check("what a listener of error throws is reported, and it comes back", at.DOM_DISPATCH, async (t) => {
  const thrown = new RangeError(`of an error listener ${Math.random()}`);
  const heard = reported(t, thrown.message);
  const { url } = await t.responses({ body: [{ write: "retry: 10\n\n" }] }, { body: [{ write: "data: x\n\n" }, HOLD] });
  const source = t.open(url);
  source.onerror = () => {
    throw thrown;
  };
  t.equal((await t.next(source, "message")).data, "x");
  t.equal(heard.length, 1, "reports");
});
