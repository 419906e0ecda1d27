// What the server is asked, as it sees it.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("request");

/** The first request of a source with this scenario behind it. */
async function requestOf(t, { init, cross = false } = {}) {
  const scenario = await t.stream("data: x\n\n");
  await t.next(t.open(cross ? scenario.secondUrl : scenario.url, init), "message");
  const { requests } = await scenario.log();
  return requests[0];
}

check("the method is GET, without a body", at.INTERFACE, async (t) => {
  const { method, body, headers } = await requestOf(t);
  t.equal(method, "GET");
  t.equal(body, "", "body");
  t.equal(headers["content-type"], undefined, "Content-Type");
});

check("Accept is text/event-stream", at.INTERFACE, async (t) => {
  const { headers } = await requestOf(t);
  t.equal(headers.accept, "text/event-stream");
});

check("the cache mode no-store tells caches so", at.FETCH_HEADERS, async (t) => {
  const { headers } = await requestOf(t);
  t.equal(headers["cache-control"], "no-cache");
});

check("the cache mode no-store tells old caches so", at.FETCH_HEADERS, async (t) => {
  const { headers } = await requestOf(t);
  t.equal(headers.pragma, "no-cache");
});

check("an answer that could be cached is not used again", at.INTERFACE, async (t) => {
  const fresh = { "cache-control": "max-age=3600" };
  const { url } = await t.responses(
    { headers: fresh, body: [{ write: "data: first\n\n" }] },
    { headers: fresh, body: [{ write: "data: second\n\n" }, { hold: true }] },
  );
  const one = t.open(url);
  t.equal((await t.next(one, "message")).data, "first");
  await t.next(one, "error");
  one.close();
  t.equal((await t.next(t.open(url), "message")).data, "second");
});

check("an answer in the cache is not used", at.INTERFACE, async (t) => {
  const fresh = { "cache-control": "max-age=3600" };
  const { url } = await t.responses(
    { headers: fresh, body: [{ write: "data: cached\n\n" }] },
    { headers: fresh, body: [{ write: "data: fresh\n\n" }, { hold: true }] },
  );
  await (await fetch(url)).text();
  t.equal((await t.next(t.open(url), "message")).data, "fresh");
});

check("the first request has no Last-Event-ID", at.LAST_EVENT_ID, async (t) => {
  const { headers } = await requestOf(t);
  t.equal("last-event-id" in headers, false);
});

check("the mode is cors and the destination empty", at.INTERFACE, async (t) => {
  const { headers } = await requestOf(t);
  t.equal(headers["sec-fetch-mode"], "cors", "Sec-Fetch-Mode");
  t.equal(headers["sec-fetch-dest"], "empty", "Sec-Fetch-Dest");
});

check("a request to the own origin says no Origin", at.FETCH_HEADERS, async (t) => {
  const { headers } = await requestOf(t);
  t.equal(headers.origin, undefined);
});

check("a request to another origin says its own", at.FETCH_CORS, async (t) => {
  const { headers } = await requestOf(t, { cross: true });
  t.equal(headers.origin, t.origin);
});

check("a request to another origin needs no preflight", at.FETCH_CORS, async (t) => {
  const scenario = await t.stream("data: x\n\n");
  await t.next(t.open(scenario.secondUrl), "message");
  const { preflights, requests } = await scenario.log();
  t.equal(preflights.length, 0, "preflights");
  t.equal(requests.length, 1, "requests");
});

check("Last-Event-ID to another origin needs no preflight", at.FETCH_CORS, async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\nid: 1\ndata: x\n\n" }] },
    { body: [{ write: "data: y\n\n" }, { hold: true }] },
  );
  const source = t.open(scenario.secondUrl);
  await t.take(source, 2);
  const { preflights, requests } = await scenario.log();
  t.equal(requests[1].lastEventId, "1", "Last-Event-ID");
  t.equal(preflights.length, 0, "preflights");
});

/** An address that is no place on a network is not told. */
const referrer = location.href === "about:blank" ? undefined : location.href.replace(/#.*/, "");

check("the referrer is the document or the worker", at.INTERFACE, async (t) => {
  const { headers } = await requestOf(t);
  t.equal(headers.referer, referrer);
});

check("the referrer to another origin is the origin", at.INTERFACE, async (t) => {
  const { headers } = await requestOf(t, { cross: true });
  t.equal(headers.referer, referrer && `${t.origin}/`);
});

check(
  "the document's referrer policy counts",
  at.INTERFACE,
  async (t) => {
    const scenario = await t.stream("data: x\n\n");
    const work = (EventSource, { url }) =>
      new Promise((resolve) => {
        new EventSource(url).onmessage = resolve;
      }).then(() => "done");
    await t.within("iframe", work, { url: scenario.url, html: '<meta name="referrer" content="no-referrer">' });
    const { requests } = await scenario.log();
    t.equal(requests[0].headers.referer, undefined);
  },
  { only: ["window"] },
);

// --- Credentials: cookies know no ports, so both origins share them ---

/** A cookie of both origins, set by an answer because workers cannot. */
async function cookie(t) {
  const text = `c${Math.random().toString(36).slice(2)}=v`;
  const { url } = await t.responses({ headers: { "set-cookie": `${text}; Path=/` }, text: "" });
  await (await fetch(url, { credentials: "include" })).text();
  return text;
}

for (const [what, init, cross, expected] of [
  ["the own origin gets cookies", undefined, false, true],
  ["the own origin gets cookies withCredentials, too", { withCredentials: true }, false, true],
  ["another origin gets no cookies", undefined, true, false],
  ["another origin gets no cookies without withCredentials", { withCredentials: false }, true, false],
  ["another origin gets cookies withCredentials", { withCredentials: true }, true, true],
]) {
  check(what, at.INTERFACE, async (t) => {
    const text = await cookie(t);
    const { headers } = await requestOf(t, { init, cross });
    t.equal((headers.cookie ?? "").includes(text), expected, "the cookie is sent");
  });
}

for (const [what, init, cross, expected] of [
  ["a cookie from the own origin is kept", undefined, false, true],
  ["a cookie from another origin is not kept", undefined, true, false],
  ["a cookie from another origin is kept withCredentials", { withCredentials: true }, true, true],
]) {
  check(what, at.INTERFACE, async (t) => {
    const text = `c${Math.random().toString(36).slice(2)}=v`;
    const headers = { "set-cookie": `${text}; Path=/` };
    const setting = await t.responses({ headers, body: [{ write: "data: x\n\n" }, { hold: true }] });
    await t.next(t.open(cross ? setting.secondUrl : setting.url, init), "message");
    const later = await requestOf(t);
    t.equal((later.headers.cookie ?? "").includes(text), expected, "the cookie is kept");
  });
}

check("cookies go along when it comes back, too", at.MODEL, async (t) => {
  const text = await cookie(t);
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\n\n" }] },
    { body: [{ write: "data: x\n\n" }, { hold: true }] },
  );
  await t.next(t.open(scenario.secondUrl, { withCredentials: true }), "message");
  const { requests } = await scenario.log();
  t.ok(requests[1].headers.cookie?.includes(text), "the second request has no cookie");
});

// --- Last-Event-ID ---

/** The bytes of Last-Event-ID, one character each, after an event with this `id` line. */
async function idBytes(t, line) {
  const scenario = await t.responses(
    { body: [{ write: `retry: 10\n${line}\ndata: x\n\n` }] },
    { body: [{ write: "data: y\n\n" }, { hold: true }] },
  );
  await t.take(t.open(scenario.url), 2);
  const { requests } = await scenario.log();
  return requests[1].headers["last-event-id"];
}

const inUtf8 = (text) => String.fromCharCode(...new TextEncoder().encode(text));

for (const [what, id] of [
  ["digits", "42"],
  ["punctuation", "a,b;c=\"d\" 'e' {f} [g] <h> %41 \\ :i"],
  ["two bytes a character", "\u00E9\u00FC"],
  ["three bytes a character", "\u2026\u4E00"],
  ["four bytes a character", "\u{1F600}"],
  ["a tab inside", "a\tb"],
  ["a no-break space", "\u00A0x\u00A0"],
  ["a thousand characters", "x".repeat(1000)],
]) {
  check(`Last-Event-ID is the id in UTF-8: ${what}`, at.LAST_EVENT_ID, async (t) => {
    t.equal(await idBytes(t, `id: ${id}`), inUtf8(id));
  });
}

check("bytes of an id that are no UTF-8 are sent as U+FFFD", at.LAST_EVENT_ID, async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\nid: a" }, { bytes: btoa("\xFF") }, { write: "b\ndata: x\n\n" }] },
    { body: [{ write: "data: y\n\n" }, { hold: true }] },
  );
  await t.take(t.open(scenario.url), 2);
  const { requests } = await scenario.log();
  t.equal(requests[1].headers["last-event-id"], inUtf8("a\uFFFDb"));
});
