// Answers of another origin.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";
import { failsForGood, opens, STREAM } from "./outcomes.js";

groupOf("cors");

check("another origin that allows it opens", at.FETCH_CORS, async (t) => {
  const scenario = await t.responses({ cors: { origin: "*", credentials: false }, body: STREAM });
  const source = t.open(scenario.secondUrl);
  const { origin } = await t.next(source, "message");
  t.equal(origin, new URL(scenario.secondUrl).origin, "origin");
});

check("another origin that allows this one with credentials opens", at.FETCH_CORS, async (t) => {
  await opens(t, await t.responses({ body: STREAM }), { cross: true, init: { withCredentials: true } });
});

for (const [what, cors, init] of [
  ["without any CORS header", false],
  ["that allows someone else", { origin: "http://else.invalid" }],
  ["that allows two origins in one header", { origin: "http://a.invalid, http://b.invalid" }],
  ["that allows everyone, but credentials are asked for", { origin: "*" }, { withCredentials: true }],
  ["that does not allow credentials, but they are asked for", { credentials: false }, { withCredentials: true }],
]) {
  check(`another origin ${what} fails for good`, at.FETCH_CORS, async (t) => {
    const scenario = await t.server.create({ responses: [{ cors, body: STREAM }], otherwise: { cors, status: 404 } });
    await failsForGood(t, scenario, { cross: true, init });
  });
}

check("a redirect to another origin that does not allow it fails for good", at.FETCH_CORS, async (t) => {
  const target = await t.server.create({ otherwise: { status: 200, cors: false, body: STREAM } });
  const scenario = await t.responses({ redirect: target.secondUrl });
  const source = t.open(scenario.url);
  const seen = t.record(source);
  await t.next(source, "error");
  t.equal(source.readyState, 2, "readyState in the error event");
  t.same(
    seen.map(([type]) => type),
    ["error"],
  );
});

check("an answer of the own origin needs no CORS headers", at.FETCH_CORS, async (t) => {
  await opens(t, await t.responses({ cors: false, body: STREAM }));
});
