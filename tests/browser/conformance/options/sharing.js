// Sources that share a connection, in engines other than Chromium too. `tests/browser/sharing/` has tabs, and what befalls them.

import "../../../../dist/shared.js";
import { check, groupOf } from "../harness.js";

groupOf("sharing");

const EVENTS = ["1", "2", "3", "4"].map((id) => ({ id, data: id }));
/** Two events at once, and the others for whoever comes next. */
const RESPONSES = [{ body: [{ replay: { count: 2 } }, { hold: true }] }, { body: [{ replay: true }, { hold: true }] }];

check("sources that share use one connection, and when the first is closed another goes on", "", async (t) => {
  const scenario = await t.server.create({ events: EVENTS, responses: RESPONSES });
  const sources = ["a", "b", "c"].map(() => t.open(scenario.url, { shared: true, initialLastEventId: "0" }));
  const seen = sources.map((source) => t.record(source, ["message"]));
  await t.eventually(() => seen.every(({ length }) => length === 2), "two events for each");
  t.equal((await scenario.log()).requests.length, 1);
  sources[0].close();
  await t.eventually(() => seen.every(({ length }, index) => index === 0 || length === 4), "the others' other two");
  t.same(
    seen.map((events) => events.map(([, data]) => data).join("")),
    ["12", "1234", "1234"],
  );
  const { requests } = await scenario.log("requests:2");
  t.same([requests.length, requests[1].lastEventId], [2, "2"]);
});

check("who leads is told what its own fetch threw, not a copy", "", async (t) => {
  const thrown = new Error("mine");
  const fetch = () => {
    throw thrown;
  };
  const { error } = await t.next(t.open("/stream", { shared: `${Math.random()}`, fetch }), "error");
  t.equal(error, thrown);
});
