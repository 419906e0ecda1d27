// What monitoring is told of a source.

import { observe } from "../../../../dist/observer.js";
import { check, groupOf } from "../harness.js";

groupOf("observer");

/** What is observed of a source, or of those to `url`, without what differs from run to run. Other checks run meanwhile. */
function observed(t, source, url) {
  const seen = [];
  const stop = observe(({ source: from, time, latency, delay, counts, ...others }) => {
    if (!source && from.url !== url) {
      return;
    }
    t.ok(time <= performance.now() && (latency === undefined || latency >= 0), `${time}, ${latency}`);
    seen.push({ ...others, ...(counts && { counts: [...counts] }) });
  }, source);
  t.atEnd(stop);
  return [seen, stop];
}

check("a source's life is told: attempts, connections, bytes, events by type, failures, the end", "", async (t) => {
  const text = "retry: 5\nid: 1\ndata: x\n\nevent: tick\ndata: é\n\ndata: y\n\n";
  const scenario = await t.responses({ body: [{ write: text }] }, { status: 403, body: [{ write: "no" }] });
  const source = t.open(scenario.url);
  const [seen] = observed(t, source);
  await t.take(source, 2, ["error"]);
  const bytes = new TextEncoder().encode(text).length;
  const data = seen.filter(({ type }) => type === "data");
  t.equal(
    data.reduce((sum, part) => sum + part.bytes, 0),
    bytes,
    "bytes",
  );
  t.same(
    seen.filter(({ type }) => type !== "data"),
    [
      { type: "attempt", attempt: 1, trigger: "first" },
      { type: "open", attempt: 1, status: 200 },
      {
        type: "events",
        counts: [
          ["message", 2],
          ["tick", 1],
        ],
      },
      { type: "error", attempt: 1, reason: "end", status: 0, willRetry: true },
      { type: "attempt", attempt: 2, trigger: "retry" },
      { type: "error", attempt: 2, reason: "http", status: 403, willRetry: false },
    ],
  );
});

check("all sources of the page are told of, those that are made later too, until it is stopped", "", async (t) => {
  const scenario = await t.stream("data: x\n\n");
  const [seen, stop] = observed(t, undefined, scenario.url);
  const source = t.open(scenario.url);
  await t.next(source, "message");
  source.close();
  source.close();
  const types = seen.map(({ type }) => type);
  t.same(types, ["attempt", "open", "data", "events", "close"]);
  stop();
  t.open(scenario.url).close();
  t.equal(seen.length, 5, "after it was stopped");
});

check("a source that is observed by itself tells of no other", "", async (t) => {
  const scenarios = [await t.stream("data: x\n\n"), await t.stream("data: x\n\n")];
  const [one, other] = scenarios.map(({ url }) => t.open(url));
  const [seen] = observed(t, one);
  await Promise.all([t.next(one, "message"), t.next(other, "message")]);
  t.equal(seen.filter(({ type }) => type === "events").length, 1);
});

check("an error that the grace period keeps from listeners is told, once", "", async (t) => {
  const scenario = await t.responses({ body: [{ write: "data: x\n\n" }] }, { delay: 60_000 });
  const source = t.open(scenario.url, { gracePeriod: 300, retry: { initialDelay: 5 } });
  const [seen] = observed(t, source);
  await t.next(source, "error");
  const errors = seen.filter(({ type }) => type === "error");
  t.same(errors, [{ type: "error", attempt: 1, reason: "end", status: 0, willRetry: true }]);
});

check("bytes of comments count, and nothing waits for the observer", "", async (t) => {
  const scenario = await t.stream(": ping\n", { sleep: 30 }, "data: x\n\n");
  const source = t.open(scenario.url);
  const [seen] = observed(t, source);
  await t.next(source, "message");
  const bytes = seen.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  t.equal(bytes, ": ping\ndata: x\n\n".length);
});

check("what an observer throws is reported, and the source goes on", "", async (t) => {
  const reported = [];
  const listener = (event) => {
    reported.push(event.error?.message);
    event.preventDefault();
  };
  globalThis.addEventListener("error", listener);
  t.atEnd(() => globalThis.removeEventListener("error", listener));
  const scenario = await t.stream("data: x\n\n");
  const source = t.open(scenario.url);
  const stop = observe(() => {
    throw new Error("mine");
  }, source);
  t.atEnd(stop);
  await t.next(source, "message");
  t.ok(reported.length >= 4 && reported.every((message) => message === "mine"), JSON.stringify(reported));
});
