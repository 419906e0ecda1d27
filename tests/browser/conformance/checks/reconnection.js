// How a lost connection is established again.

import { check, groupOf } from "../harness.js";
import { HOLD } from "../kit.js";
import * as at from "../sections.js";

groupOf("reconnection");

const SOON = { write: "retry: 10\n\n" };
const LAST = { body: [{ write: "data: last\n\n" }, HOLD] };

/** All that happens until the message "last". */
async function untilLast(t, scenario, url = scenario.url) {
  const source = t.open(url);
  const seen = t.record(source);
  await t.eventually(() => seen.some(([, data]) => data === "last"), 'the message "last"');
  return seen.map(([type, data, , readyState]) => `${data ?? type} ${readyState}`);
}

// --- What ends a connection ---

const READ = { waitFor: "read" };
for (const [what, steps, headers] of [
  ["a proper end", [{ end: true }]],
  ["an end in the middle of the body", [READ, { fin: true }]],
  ["a reset", [READ, { reset: true }]],
  ["an end in the middle of a chunk", [READ, { raw: "50\r\ndata: " }, { fin: true }]],
  ["the end of a connection without length", [{ end: true }], { "transfer-encoding": null }],
  ["an end short of the length", [READ, { fin: true }], { "content-length": "1000" }],
  ["an end in the middle of an event", [{ write: "data: half" }, { end: true }]],
  ["an end in the middle of a character", [{ bytes: btoa("data: \xF0\x9F") }, { end: true }]],
]) {
  check(`it comes back after ${what}`, at.MODEL, async (t) => {
    const first = { headers, body: [SOON, { write: "data: first\n\n" }, ...steps] };
    const scenario = await t.responses(headers ? first : { body: first.body }, LAST);
    const source = t.open(scenario.url);
    const seen = t.record(source);
    await t.eventually(() => seen.length > 1, "the first message");
    await scenario.signal("read");
    await t.eventually(() => seen.some(([, data]) => data === "last"), 'the message "last"');
    t.same(
      seen.map(([type, data, , readyState]) => `${data ?? type} ${readyState}`),
      ["open 1", "first 1", "error 0", "open 1", "last 1"],
    );
    const { maxOpen } = await scenario.log();
    t.equal(maxOpen, 1, "connections at once");
  });
}

check("it comes back to a server that resets before it answers", at.MODEL, async (t) => {
  const lost = { rawHead: "", body: [{ reset: true }] };
  const scenario = await t.responses({ body: [SOON] }, lost, lost, LAST);
  const seen = await untilLast(t, scenario);
  t.same(seen.slice(0, 2), ["open 1", "error 0"], "the first drop");
  t.same(seen.slice(-2), ["open 1", "last 1"], "the end");
  t.ok(
    seen.slice(2, -2).every((what) => what === "error 0"),
    seen.join(", "),
  );
});

check(
  "a reset before the first answer is no failure for good",
  at.MODEL,
  async (t) => {
    const lost = { rawHead: "", body: [{ reset: true }] };
    const scenario = await t.server.create({
      responses: [lost, lost],
      otherwise: { status: 200, ...LAST },
    });
    const seen = await untilLast(t, scenario);
    // Firefox repeats such a request once by itself, so there may be no error event.
    t.ok(
      seen.slice(0, -2).every((what) => what === "error 0"),
      seen.join(", "),
    );
  },
  { timeout: 30_000 },
);

check("a server that cannot be reached is no failure for good", at.MODEL, async (t) => {
  const source = t.open("http://127.0.0.1:4/");
  await t.next(source, "error");
  t.equal(source.readyState, 0);
});

check("each drop is one error event", at.MODEL, async (t) => {
  const scenario = await t.responses({ body: [SOON] }, {}, {}, LAST);
  const drop = ["open 1", "error 0"];
  t.same(await untilLast(t, scenario), [...drop, ...drop, ...drop, "open 1", "last 1"]);
});

for (const [what, response] of [
  ["204", { status: 204 }],
  ["404", { status: 404 }],
  ["503", { status: 503 }],
  ["another type", { headers: { "content-type": "text/html" } }],
]) {
  check(`${what} when it comes back fails for good`, at.MODEL, async (t) => {
    const scenario = await t.responses({ body: [SOON] }, response, LAST);
    const source = t.open(scenario.url);
    const seen = t.record(source);
    await t.eventually(() => seen.length > 2, "the second error event");
    await t.pause(100);
    t.same(
      seen.map(([type, , , readyState]) => `${type} ${readyState}`),
      ["open 1", "error 0", "error 2"],
    );
    t.equal((await scenario.log()).requests.length, 2, "requests");
  });
}

check("a refusal by CORS when it comes back fails for good", at.FETCH_CORS, async (t) => {
  const refusal = { cors: false, body: [{ comment: "" }, HOLD] };
  const scenario = await t.server.create({
    responses: [{ body: [SOON] }, refusal],
    otherwise: { ...refusal, status: 200 },
  });
  const source = t.open(scenario.secondUrl);
  const seen = t.record(source);
  await t.eventually(() => seen.length > 2, "the second error event");
  t.same(
    seen.map(([type, , , readyState]) => `${type} ${readyState}`),
    ["open 1", "error 0", "error 2"],
  );
});

check("the request of a later attempt is like the first", at.MODEL, async (t) => {
  const scenario = await t.responses({ body: [SOON] }, LAST);
  await untilLast(t, scenario);
  const { requests } = await scenario.log();
  const [first, second] = requests.map(({ method, url, headers }) => {
    const { accept, "cache-control": cache, referer, cookie, ...others } = headers;
    return { method, url, accept, cache, referer, names: Object.keys(others).sort() };
  });
  t.same(second, first);
});

// --- The reconnection time ---

/** The ms between the end of the first connection and the second request. */
async function waitAfter(t, text) {
  const scenario = await t.responses({ body: [{ write: text }] }, LAST);
  await untilLast(t, scenario);
  const { requests } = await scenario.log();
  return requests[1].at - requests[0].closedAt;
}

/** Timers may be early by a little, and late by much on a busy machine. */
function about(t, waited, expected) {
  t.ok(waited > expected - 30 && waited < expected + 1200, `waited ${waited} ms instead of ${expected}`);
}

for (const [what, text, expected] of [
  ["is what retry says", "retry: 400\n\n", 400],
  ["needs no space after the colon", "retry:400\n\n", 400],
  ["may have leading zeros", "retry: 000400\n\n", 400],
  ["counts without an empty line after it", "retry: 400\n", 400],
  ["counts in a block of comments and unknown fields", ": x\nretry: 400\nother\n\n", 400],
  ["is the last one told", "retry: 5000\n\nretry: 400\n\n", 400],
  ["is not changed by an empty value", "retry: 400\n\nretry:\n\nretry\n\n", 400],
  ["is not changed by letters", "retry: 400\n\nretry: 5000x\n\nretry: x5000\n\nretry: 1e4\n\nretry: 0x1000\n\n", 400],
  [
    "is not changed by signs or points",
    "retry: 400\n\nretry: +5000\n\nretry: -1\n\nretry: 5000.5\n\nretry: 5,000\n\n",
    400,
  ],
  ["is not changed by spaces", "retry: 400\n\nretry:  5000\n\nretry: 5000 \n\nretry: 5 000\n\nretry:\t5000\n\n", 400],
  [
    "is not changed by digits that are not ASCII",
    "retry: 400\n\nretry: \u0665\u0660\u0660\u0660\n\nretry: \uFF15000\n\n",
    400,
  ],
  ["is not changed by NUL", "retry: 400\n\nretry: 5000\0\n\n", 400],
  ["is not changed by a field of another case", "retry: 400\n\nRetry: 5000\n\n", 400],
]) {
  check(`the reconnection time ${what}`, at.INTERPRETATION, async (t) => {
    about(t, await waitAfter(t, text), expected);
  });
}

check(
  "the reconnection time is some seconds if the server tells none",
  at.MODEL,
  async (t) => {
    const waited = await waitAfter(t, "data: x\n\n");
    t.ok(waited >= 900 && waited < 12_000, `waited ${waited} ms`);
  },
  { timeout: 20_000 },
);

check("the reconnection time stays for later drops", at.MODEL, async (t) => {
  const scenario = await t.responses({ body: [{ write: "retry: 300\n\n" }] }, {}, LAST);
  await untilLast(t, scenario);
  const { requests } = await scenario.log();
  about(t, requests[2].at - requests[1].closedAt, 300);
});

check("a reconnection time of 0 is allowed", at.INTERPRETATION, async (t) => {
  const waited = await waitAfter(t, "retry: 0\n\n");
  t.ok(waited < 1200, `waited ${waited} ms`);
});

for (const value of ["4294967296", "3000000000", "99999999999999999999999"]) {
  check(`a reconnection time of ${value} is no short one`, at.INTERPRETATION, async (t) => {
    const scenario = await t.responses({ body: [{ write: `retry: ${value}\n\n` }] }, LAST);
    const source = t.open(scenario.url);
    await t.next(source, "error");
    await t.pause(500);
    t.equal(source.readyState, 0, "readyState");
    t.equal((await scenario.log()).requests.length, 1, "requests");
  });
}

// --- The last event ID ---

check("Last-Event-ID goes with every attempt until it changes", at.LAST_EVENT_ID, async (t) => {
  const scenario = await t.responses(
    { body: [SOON, { write: "id: 1\ndata: a\n\n" }] },
    {},
    { body: [{ write: "data: b\n\nid: 2\ndata: c\n\n" }] },
    {},
    { body: [{ write: "id\ndata: d\n\n" }] },
    LAST,
  );
  await untilLast(t, scenario);
  const { requests } = await scenario.log();
  t.same(
    requests.map(({ lastEventId }) => lastEventId),
    [null, "1", "1", "2", "2", null],
  );
});

check("the last event ID of messages outlives a drop", at.LAST_EVENT_ID, async (t) => {
  const scenario = await t.responses({ body: [SOON, { write: "id: 1\ndata: a\n\n" }] }, LAST);
  const events = await t.take(t.open(scenario.url), 2);
  t.same(
    events.map(({ lastEventId }) => lastEventId),
    ["1", "1"],
  );
});

check("an id of a block without data is sent, too", at.LAST_EVENT_ID, async (t) => {
  const scenario = await t.responses({ body: [SOON, { write: "id: 9\n\n" }] }, LAST);
  await untilLast(t, scenario);
  t.equal((await scenario.log()).requests[1].lastEventId, "9");
});

check("an id with NUL is not sent", at.LAST_EVENT_ID, async (t) => {
  const scenario = await t.responses({ body: [SOON, { write: "id: 1\ndata\n\nid: 2\0\ndata\n\n" }] }, LAST);
  await untilLast(t, scenario);
  t.equal((await scenario.log()).requests[1].lastEventId, "1");
});

check("an empty id from the start is not sent", at.LAST_EVENT_ID, async (t) => {
  const scenario = await t.responses({ body: [SOON, { write: "id:\ndata: a\n\n" }] }, LAST);
  await untilLast(t, scenario);
  t.equal("last-event-id" in (await scenario.log()).requests[1].headers, false);
});

check("a new source of the same URL knows nothing of the id", at.LAST_EVENT_ID, async (t) => {
  const scenario = await t.responses({ body: [SOON, { write: "id: 1\ndata: a\n\n" }, HOLD] }, LAST);
  const first = t.open(scenario.url);
  await t.next(first, "message");
  first.close();
  const { lastEventId } = await t.next(t.open(scenario.url), "message");
  t.equal(lastEventId, "", "of the message");
  t.equal((await scenario.log()).requests[1].lastEventId, null, "of the request");
});
