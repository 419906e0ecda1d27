// A `fetch` of the caller's own.

import { check, groupOf } from "../harness.js";

groupOf("own fetch");

check("a fetch of the caller's own is used", "", async (t) => {
  const calls = [];
  const answer = () => new Response("data: own\n\n", { headers: { "Content-Type": "text/event-stream" } });
  const source = t.open("https://example.invalid/stream", {
    fetch: (url, init) => {
      calls.push([url, init.method, init.headers.get("accept")]);
      return Promise.resolve(answer());
    },
  });
  const { data, origin } = await t.next(source, "message");
  t.equal(data, "own");
  t.equal(origin, "https://example.invalid");
  t.same(calls, [["https://example.invalid/stream", "GET", "text/event-stream"]]);
});

check("a fetch that spreads the headers, as the README of `eventsource` shows, loses no header", "", async (t) => {
  const stream = await t.responses(
    { body: [{ write: "retry: 10\nid: 7\ndata: a\n\n" }] },
    { body: [{ write: "data: b\n\n" }, { hold: true }] },
  );
  const source = t.open(stream.url, {
    headers: { "X-Tenant": "1" },
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, Authorization: "Bearer 1" } }),
  });
  await t.next(source, "message");
  await t.next(source, "message");
  const sent = (await stream.log()).requests.map(({ headers }) =>
    ["accept", "authorization", "last-event-id", "x-tenant"].map((name) => headers[name]),
  );
  t.same(sent, [
    ["text/event-stream", "Bearer 1", undefined, "1"],
    ["text/event-stream", "Bearer 1", "7", "1"],
  ]);
});

check("a body that is always ready and brings no event does not freeze the page", "", async (t) => {
  let reads = 0;
  const comment = new TextEncoder().encode(": nothing\n");
  const body = {
    getReader: () => ({
      read: () => {
        reads += 1;
        return Promise.resolve({ done: false, value: comment.slice() });
      },
      cancel: () => Promise.resolve(),
    }),
  };
  const headers = new Headers({ "Content-Type": "text/event-stream" });
  const source = t.open("https://example.invalid/stream", { fetch: async () => ({ status: 200, headers, body }) });
  await t.next(source, "open");
  await t.pause(50);
  t.ok(reads > 64, `${reads} reads`);
  source.close();
  await t.pause(20);
  const last = reads;
  await t.pause(50);
  t.equal(reads, last, "nothing is read after close()");
});

for (const [what, broken] of [
  ["gives nothing", () => undefined],
  ["gives something else", () => ({})],
  [
    "throws",
    () => {
      throw new DOMException("x", "AbortError");
    },
  ],
  ["rejects with an AbortError of its own", () => Promise.reject(new DOMException("x", "AbortError"))],
]) {
  check(`a fetch that ${what} is a failure like any other`, "", async (t) => {
    const source = t.open("/nowhere", { fetch: broken, retry: { initialDelay: 10, maxRetries: 1 } });
    const first = await t.next(source, "error");
    t.equal(first.reason, "network");
    t.equal(first.willRetry, true);
    const last = await t.next(source, "error");
    t.equal(last.willRetry, false);
    t.ok(last.message.includes("No retries are left"), last.message);
    t.equal(source.readyState, 2);
  });
}

check("an answer whose body is null is an open stream that ends", "", async (t) => {
  const fetch = async () => new Response(null, { headers: { "Content-Type": "text/event-stream" } });
  const source = t.open("/nowhere", { fetch });
  const seen = t.record(source);
  t.equal((await t.next(source, "error")).reason, "end");
  t.same(
    seen.map(([type, , , readyState]) => `${type} ${readyState}`),
    ["open 1", "error 0"],
  );
});
