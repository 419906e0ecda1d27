// Where a stream goes on.

import { check, groupOf } from "../harness.js";

groupOf("resumption");

check("initialLastEventId goes with the first request", "", async (t) => {
  const scenario = await t.stream("data: x\n\n");
  const { lastEventId } = await t.next(t.open(scenario.url, { initialLastEventId: "41" }), "message");
  t.equal(lastEventId, "41");
  t.equal((await scenario.log()).requests[0].lastEventId, "41");
});

for (const [query, expected] of [
  ["", "?from=4%201"],
  ["?a=+x&from=7&b=%C3%A9&&c", "?a=+x&b=%C3%A9&&c&from=4%201"],
  ["?fr%6Fm=7", "?from=4%201"],
]) {
  check(`the last event ID goes into the query: ${query || "none"}`, "", async (t) => {
    const scenario = await t.stream("data: x\n\n");
    const init = { initialLastEventId: "4 1", lastEventIdQueryParameterName: "from" };
    await t.next(t.open(`${scenario.secondUrl}${query}#fragment`, init), "message");
    const { requests, preflights } = await scenario.log();
    t.equal(requests[0].url.replace(/^[^?]*/, ""), expected);
    t.equal(requests[0].lastEventId, null);
    t.equal(preflights.length, 0, "preflights");
  });
}

check("without a last event ID the query stays as it is", "", async (t) => {
  const scenario = await t.stream("data: x\n\n");
  const init = { lastEventIdQueryParameterName: "from" };
  await t.next(t.open(`${scenario.url}?from=7`, init), "message");
  t.ok((await scenario.log()).requests[0].url.endsWith("?from=7"), "the query");
});

check("a reconnection after a redirect asks the original URL, which may redirect elsewhere", "", async (t) => {
  const first = await t.responses({ body: [{ write: "retry: 10\nid: 1\ndata: x\n\n" }] });
  const second = await t.responses({ body: [{ write: "data: y\n\n" }, { hold: true }] });
  const scenario = await t.responses({ redirect: first.url }, { redirect: second.url });
  const [, event] = await t.take(t.open(scenario.url), 2);
  t.equal(event.data, "y");
  t.equal((await second.log()).requests[0].lastEventId, "1");
});

check("a reconnection carries the id in the query", "", async (t) => {
  const first = { body: [{ write: "retry: 10\nid: é\ndata: x\n\n" }] };
  const scenario = await t.responses(first, { body: [{ write: "data: y\n\n" }, { hold: true }] });
  await t.take(t.open(scenario.secondUrl, { lastEventIdQueryParameterName: "from" }), 2);
  const { requests, preflights } = await scenario.log();
  t.ok(requests[1].url.endsWith("?from=%C3%A9"), requests[1].url);
  t.equal(preflights.length, 0, "preflights");
});

// --- What the open event tells ---

check("the open event tells the status and the headers, and whether the stream goes on where it was", "", async (t) => {
  const head = { headers: { "Content-Type": "text/event-stream", "X-Shard": "7" } };
  const scenario = await t.responses(
    { ...head, body: [{ write: "retry: 10\nid: é1\ndata: x\n\n" }] },
    { ...head, body: [{ write: "data: y\n\n" }, { hold: true }] },
  );
  const [first, second] = await t.take(t.open(scenario.url), 2, ["open"]);
  t.same([first.status, first.resumedFrom, first.resumed, first.headers.get("X-Shard")], [200, "", false, "7"]);
  t.same([second.status, second.resumedFrom, second.resumed, second.headers.get("X-Shard")], [200, "é1", true, "7"]);
  t.equal(Object.getPrototypeOf(second), Event.prototype);
});

check("the first open event of a source that goes on from elsewhere tells the id", "", async (t) => {
  const { url } = await t.stream("data: x\n\n");
  const { resumed, resumedFrom } = await t.next(t.open(url, { initialLastEventId: "41" }), "open");
  t.same([resumed, resumedFrom], [true, "41"]);
});

check("a stream without ids does not resume, so that an app knows that it has missed what was sent", "", async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\ndata: x\n\n" }] },
    { body: [{ write: "data: y\n\n" }, { hold: true }] },
  );
  const opened = await t.take(t.open(scenario.url), 2, ["open"]);
  t.same(
    opened.map(({ resumed }) => resumed),
    [false, false],
  );
});
