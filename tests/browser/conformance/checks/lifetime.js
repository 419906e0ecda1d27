// What keeps a source alive, and what ends its connection.

import { check, groupOf } from "../harness.js";
import { HOLD } from "../kit.js";
import * as at from "../sections.js";

groupOf("lifetime");

const canCollect = () => typeof globalThis.gc === "function" || typeof globalThis.$vm?.gc === "function";

/** Collects garbage in a task of its own, where no stack holds anything. */
async function collect() {
  await new Promise((resolve) => setTimeout(resolve, 10));
  await (globalThis.gc ? globalThis.gc({ type: "major", execution: "async" }) : globalThis.$vm.gc());
}

/** Collects until it holds. */
function collectUntil(t, holds, what) {
  return t.eventually(async () => {
    await collect();
    return holds();
  }, what);
}

/** A source of which nobody keeps a reference, once it is open. `prepare` may give it listeners. */
async function forgotten(t, scenario, prepare = () => {}) {
  const reference = (() => {
    const source = new t.EventSource(scenario.url);
    prepare(source);
    return new WeakRef(source);
  })();
  t.atEnd(() => reference.deref()?.close());
  await t.waiting("the head to be sent", scenario.log("opened:1"));
  await t.pause(50);
  return reference;
}

const collectable = { needs: canCollect, timeout: 4_000 };

for (const [what, listen] of [
  ["onmessage", (source, heard) => (source.onmessage = heard)],
  ["a listener of message", (source, heard) => source.addEventListener("message", heard)],
  [
    "onerror",
    (source, heard) => {
      source.onerror = heard;
    },
  ],
]) {
  check(
    `an open source with ${what} lives without a reference`,
    at.COLLECTION,
    async (t) => {
      const scenario = await t.stream({ waitFor: "go" }, "data: x\n\n", { end: true });
      let heard = 0;
      await forgotten(t, scenario, (source) => listen(source, () => heard++));
      await collect();
      await collect();
      t.equal((await scenario.log()).openNow, 1, "connections");
      await scenario.signal("go");
      await t.eventually(() => heard > 0, "the event");
    },
    collectable,
  );
}

check(
  "a source that connects and has onopen lives without a reference",
  at.COLLECTION,
  async (t) => {
    const scenario = await t.responses({ waitFor: "go", body: [HOLD] });
    let heard = 0;
    const reference = (() => {
      const source = new t.EventSource(scenario.url);
      source.onopen = () => heard++;
      return new WeakRef(source);
    })();
    t.atEnd(() => reference.deref()?.close());
    await scenario.log("requests:1");
    await collect();
    await collect();
    await scenario.signal("go");
    await t.eventually(() => heard > 0, "the open event");
  },
  collectable,
);

check(
  "a source that waits to come back and has onmessage lives without a reference",
  at.COLLECTION,
  async (t) => {
    const scenario = await t.responses(
      { body: [{ write: "retry: 300\n\n" }] },
      { body: [{ write: "data: x\n\n" }, HOLD] },
    );
    let heard = 0;
    await forgotten(t, scenario, (source) => {
      source.onmessage = () => heard++;
    });
    await collect();
    await collect();
    await t.eventually(() => heard > 0, "the message");
  },
  collectable,
);

for (const [what, prepare] of [
  ["without listeners", () => {}],
  [
    "whose handler was taken away",
    (source) => {
      source.onmessage = () => {};
      source.onmessage = null;
    },
  ],
  [
    "whose listener was taken away",
    (source) => {
      const listener = () => {};
      source.addEventListener("message", listener);
      source.removeEventListener("message", listener);
    },
  ],
  [
    "with onopen only",
    (source) => {
      source.onopen = () => {};
    },
  ],
]) {
  check(
    `an open source ${what} is collected, and its connection ends`,
    at.COLLECTION,
    async (t) => {
      const scenario = await t.stream("data: x\n\n");
      const reference = await forgotten(t, scenario, prepare);
      await collectUntil(t, () => reference.deref() === undefined, "the collection");
      await collectUntil(t, async () => (await scenario.log()).openNow === 0, "the end of the connection");
      t.equal((await scenario.log()).requests.length, 1, "requests");
    },
    collectable,
  );
}

for (const [what, response, listen] of [
  ["closed", { body: [HOLD] }, (source) => source.addEventListener("open", () => source.close())],
  ["failed", { status: 404 }, () => {}],
]) {
  check(
    `a ${what} source is collected though it has listeners`,
    at.COLLECTION,
    async (t) => {
      const scenario = await t.responses(response);
      const reference = await forgotten(t, scenario, (source) => {
        source.onmessage = () => source;
        source.onerror = () => source;
        listen(source);
      });
      await collectUntil(t, () => reference.deref() === undefined, "the collection");
    },
    collectable,
  );
}

// --- Contexts that go away ---

const untilMessage = (EventSource, { url }) =>
  new Promise((resolve, reject) => {
    globalThis.source = new EventSource(url);
    globalThis.source.onmessage = () => resolve("a message");
    globalThis.source.onerror = () => reject(new Error("the error event"));
  });

/** Opens a source in a new context and ends that; demands that its connection ends and that none comes after. */
async function leavesNothing(t, kind, end) {
  const scenario = await t.responses({ body: [{ write: "retry: 10\ndata: x\n\n" }, HOLD] }, { body: [HOLD] });
  await t.within(kind, untilMessage, { url: scenario.url });
  await end(t.context);
  const { requests } = await t.waiting("the end of the connection", scenario.log("open:0"));
  t.equal(requests[0].closedBy, "client");
  await t.pause(100);
  t.equal((await scenario.log()).requests.length, 1, "requests");
}

for (const kind of ["iframe", "srcdoc"]) {
  check(`a removed ${kind} leaves no connection`, at.MODEL, (t) => leavesNothing(t, kind, (frame) => frame.remove()), {
    only: ["window"],
  });
}

check(
  "an iframe that goes elsewhere leaves no connection",
  at.MODEL,
  (t) =>
    leavesNothing(t, "iframe", (frame) => {
      frame.src = "about:blank";
    }),
  { only: ["window"] },
);

check(
  "a worker that is terminated leaves no connection",
  at.MODEL,
  (t) => leavesNothing(t, "worker", (worker) => worker.terminate()),
  {
    only: ["window"],
  },
);

check(
  "a worker that closes itself leaves no connection",
  at.MODEL,
  async (t) => {
    const scenario = await t.responses({ body: [{ write: "retry: 10\ndata: x\n\n" }, HOLD] }, { body: [HOLD] });
    const work = (EventSource, { url }) =>
      new Promise((resolve) => {
        globalThis.source = new EventSource(url);
        globalThis.source.onmessage = () => {
          resolve("a message");
          setTimeout(() => globalThis.close(), 20);
        };
      });
    await t.within("worker", work, { url: scenario.url });
    await t.waiting("the end of the connection", scenario.log("open:0"));
    t.equal((await scenario.log()).requests.length, 1, "requests");
  },
  { only: ["window"] },
);

check(
  "a removed iframe's source does not come back after a drop",
  at.MODEL,
  async (t) => {
    const scenario = await t.responses({ body: [{ write: "retry: 200\ndata: x\n\n" }] }, { body: [HOLD] });
    const work = (EventSource, { url }) =>
      new Promise((resolve) => {
        const source = new EventSource(url);
        source.onerror = () => resolve("the error event");
      });
    await t.within("iframe", work, { url: scenario.url });
    t.context.remove();
    await t.pause(500);
    t.equal((await scenario.log()).requests.length, 1, "requests");
  },
  { only: ["window"] },
);

check(
  "window.stop() closes for good, with an error event",
  at.MODEL,
  async (t) => {
    const { url } = await t.stream("data: x\n\n");
    const work = (EventSource, { url }) =>
      new Promise((resolve) => {
        const source = new EventSource(url);
        source.onmessage = () => stop();
        source.onerror = () => resolve(source.readyState);
      });
    t.equal(await t.within("iframe", work, { url }), 2);
  },
  { only: ["window"] },
);
