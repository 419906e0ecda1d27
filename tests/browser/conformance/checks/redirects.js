// Redirects.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";
import { failsForGood, NO_STREAM, STREAM } from "./outcomes.js";

groupOf("redirects");

for (const status of [301, 302, 303, 307, 308]) {
  check(`a redirect of status ${status} is followed`, at.FETCH_REDIRECT, async (t) => {
    const target = await t.stream("data: x\n\n");
    const scenario = await t.responses({ status, redirect: target.url });
    const source = t.open(scenario.url);
    const { origin } = await t.next(source, "message");
    t.equal(origin, t.origin, "origin");
    const { requests } = await target.log();
    t.same([requests[0].method, requests[0].headers.accept], ["GET", "text/event-stream"], "the second request");
  });

  check(
    `a redirect of status ${status} to another origin is followed; events have its origin`,
    at.INTERPRETATION,
    async (t) => {
      const target = await t.stream("data: x\n\n");
      const { url } = await t.responses({ status, redirect: target.secondUrl });
      const { origin } = await t.next(t.open(url), "message");
      t.equal(origin, new URL(target.secondUrl).origin);
    },
  );
}

check("a chain of redirects is followed", at.FETCH_REDIRECT, async (t) => {
  const target = await t.stream("data: x\n\n");
  const third = await t.responses({ status: 308, redirect: target.url });
  const second = await t.responses({ status: 302, redirect: third.url });
  const first = await t.responses({ status: 301, redirect: second.url });
  t.equal((await t.next(t.open(first.url), "message")).data, "x");
});

check("a relative Location is resolved", at.FETCH_REDIRECT, async (t) => {
  const scenario = await t.responses({ redirect: "/s/{id}/below" }, { body: STREAM });
  t.equal((await t.next(t.open(scenario.url), "message")).data, "x");
});

check("after a redirect it comes back, with Last-Event-ID", at.MODEL, async (t) => {
  const target = await t.responses({ body: [{ write: "retry: 10\nid: 7\ndata: x\n\n" }] }, { body: STREAM });
  const { url } = await t.responses({ redirect: target.url }, { redirect: target.url });
  await t.take(t.open(url), 2);
  const { requests } = await target.log();
  t.equal(requests[1].lastEventId, "7");
});

check("a redirect without Location fails for good", at.MODEL, async (t) => {
  await failsForGood(t, await t.responses({ status: 302, body: NO_STREAM }));
});

check("a redirect to what no URL is, is a network error", at.FETCH_REDIRECT, async (t) => {
  const { url } = await t.responses({ redirect: "http://[" });
  await t.next(t.open(url), "error");
});

check("a redirect out of HTTP is a network error", at.FETCH_REDIRECT, async (t) => {
  const { url } = await t.responses({ redirect: "data:text/event-stream,data:x%0A%0A" });
  const seen = t.record(t.open(url));
  await t.eventually(() => seen.length > 0, "an event");
  t.equal(seen[0][0], "error");
});

check("a redirect without end is given up after 20", at.FETCH_REDIRECT, async (t) => {
  const scenario = await t.server.create({ responses: [{ redirect: "{first}/s/{id}" }], repeat: true });
  const source = t.open(scenario.url);
  await t.next(source, "error");
  source.close();
  const { requests } = await scenario.log();
  t.equal(requests.length, 21);
});

check("a redirect there and back leaves the origin opaque", at.FETCH_REDIRECT, async (t) => {
  const target = await t.responses({ body: STREAM });
  const away = await t.responses({ redirect: target.url });
  const { url } = await t.responses({ redirect: away.secondUrl });
  t.equal((await t.next(t.open(url), "message")).data, "x");
  const { requests } = await target.log();
  t.equal(requests[0].headers.origin, "null");
});
