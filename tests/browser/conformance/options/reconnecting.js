// A new connection because the app wants one.

import { check, groupOf } from "../harness.js";

groupOf("reconnecting");

const HOLD = { hold: true };

/** A stream that stays open. */
const stream = (text) => ({ body: [{ write: text }, HOLD] });

const status = (code) => ({ status: code, body: [{ write: "no" }] });

check("reconnect() replaces an open connection from where it was, without an error event", "", async (t) => {
  const scenario = await t.responses(stream("id: 7\ndata: x\n\n"), stream("data: y\n\n"));
  const source = t.open(scenario.url);
  const seen = t.record(source);
  await t.next(source, "message");
  source.reconnect();
  const { resumedFrom } = await t.next(source, "open");
  t.equal(resumedFrom, "7");
  await t.next(source, "message");
  t.same(
    seen.map(([type, data, , state]) => [type, data, state]),
    [
      ["open", undefined, 1],
      ["message", "x", 1],
      ["open", undefined, 1],
      ["message", "y", 1],
    ],
  );
  t.equal((await scenario.log()).requests[1].lastEventId, "7");
});

check("readyState is CONNECTING soon after reconnect()", "", async (t) => {
  const scenario = await t.responses(stream("data: x\n\n"), { delay: 500, body: [HOLD] });
  const source = t.open(scenario.url);
  await t.next(source, "message");
  source.reconnect();
  await t.eventually(() => source.readyState === 0, "CONNECTING");
});

check("reconnect() ends a wait", "", async (t) => {
  const scenario = await t.responses({ body: [{ write: "retry: 60000\ndata: x\n\n" }] }, stream("data: y\n\n"));
  const source = t.open(scenario.url);
  const { delay } = await t.next(source, "error");
  t.ok(delay >= 60_000, `a wait of ${delay} ms`);
  source.reconnect();
  t.equal((await t.next(source, "message")).data, "y");
});

check("reconnect() in the task that made the source makes one request", "", async (t) => {
  const scenario = await t.responses(stream("data: x\n\n"), stream("data: y\n\n"));
  const source = t.open(scenario.url);
  source.reconnect();
  t.equal((await t.next(source, "message")).data, "x");
  t.equal((await scenario.log()).requests.length, 1);
});

check("the functions for headers are told that it was reconnect()", "", async (t) => {
  const scenario = await t.responses(stream("data: x\n\n"), stream("data: y\n\n"));
  const triggers = [];
  const headers = ({ attempt, trigger }) => {
    triggers.push([attempt, trigger]);
    return {};
  };
  const source = t.open(scenario.url, { headers });
  await t.next(source, "message");
  source.reconnect();
  await t.next(source, "message");
  t.same(triggers, [
    [1, "first"],
    [2, "reconnect"],
  ]);
});

check("reconnect() makes a POST again, for the app wants it", "", async (t) => {
  const scenario = await t.responses(stream("data: x\n\n"), stream("data: y\n\n"));
  const source = t.open(scenario.url, { method: "POST", body: "z" });
  await t.next(source, "message");
  source.reconnect();
  t.equal((await t.next(source, "message")).data, "y");
});

check("events that came before reconnect() are dispatched before the new connection's", "", async (t) => {
  const many = Array.from({ length: 1000 }, (_, index) => `id: ${index}\ndata: ${index}\n\n`).join("");
  const scenario = await t.responses(stream(many), stream("data: last\n\n"));
  const source = t.open(scenario.url);
  const seen = [];
  source.addEventListener("message", ({ data }) => {
    seen.push(data);
    if (data === "0") {
      source.reconnect();
    }
  });
  await t.eventually(() => seen.includes("last"), "the new connection's event");
  const { lastEventId } = (await scenario.log()).requests[1];
  t.equal(seen.indexOf("last"), Number(lastEventId) + 1, "events before");
});

check("reconnect() throws when the source is closed", "", async (t) => {
  const scenario = await t.responses(status(403));
  const source = t.open(scenario.url);
  await t.next(source, "error");
  t.throws(() => source.reconnect(), "InvalidStateError", "after a failure");
  const other = t.idle({ reopenable: true });
  other.close();
  t.throws(() => other.reconnect(), "InvalidStateError", "after close()");
});

check("a reopenable source comes back after a final failure, with its listeners and options", "", async (t) => {
  const scenario = await t.responses(stream("retry: 5\nid: 7\ndata: x\n\n"), status(403), stream("data: y\n\n"));
  let asked = 0;
  const headers = () => ({ Accept: "text/event-stream", Authorization: `Bearer ${++asked}` });
  const source = t.open(scenario.url, { reopenable: true, headers });
  const seen = t.record(source);
  await t.next(source, "message");
  source.reconnect();
  const { willRetry, reason } = await t.next(source, "error");
  t.same([willRetry, reason, source.readyState], [false, "http", 2]);
  source.reconnect();
  t.equal(source.readyState, 0, "readyState at once");
  await t.next(source, "message");
  t.same(
    seen.map(([type, data]) => [type, data]),
    [
      ["open", undefined],
      ["message", "x"],
      ["error", undefined],
      ["open", undefined],
      ["message", "y"],
    ],
  );
  const { requests } = await scenario.log();
  t.same([requests[2].headers.authorization, requests[2].lastEventId], ["Bearer 3", "7"]);
});

check("a reopenable source may come back from inside its error event", "", async (t) => {
  const scenario = await t.responses(status(403), stream("data: y\n\n"));
  const source = t.open(scenario.url, { reopenable: true });
  source.addEventListener("error", () => source.reconnect(), { once: true });
  t.equal((await t.next(source, "message")).data, "y");
});

check("a reopenable source that always comes back is held up", "", async (t) => {
  const scenario = await t.server.create({ responses: [status(403)], repeat: true });
  const source = t.open(scenario.url, { reopenable: true });
  source.onerror = () => source.reconnect();
  await t.pause(700);
  const { requests } = await scenario.log();
  t.ok(requests.length <= 21, `${requests.length} requests`);
});

check("a loop over a reopenable source ends with the failure, and a new one goes on", "", async (t) => {
  const scenario = await t.responses(status(403), stream("data: y\n\n"));
  const source = t.open(scenario.url, { reopenable: true });
  let thrown;
  await source
    .events()
    .next()
    .catch((error) => {
      thrown = error;
    });
  t.equal(thrown?.status, 403);
  source.reconnect();
  const { value } = await t.waiting("an event", source.events().next());
  t.equal(value.data, "y");
});

check("close() and the signal close a reopenable source that has failed for good", "", async (t) => {
  const controller = new AbortController();
  const scenario = await t.server.create({ responses: [status(403), status(403)] });
  const sources = [{}, { signal: controller.signal }].map((init) =>
    t.open(scenario.url, { ...init, reopenable: true }),
  );
  await Promise.all(sources.map((source) => t.next(source, "error")));
  sources[0].close();
  controller.abort();
  for (const source of sources) {
    t.throws(() => source.reconnect(), "InvalidStateError");
  }
});
