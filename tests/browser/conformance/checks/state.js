// readyState at each moment that the standard fixes.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("readyState");

check("CONNECTING when it is made, and until open", at.INTERFACE, async (t) => {
  const { url } = await t.stream("data: x\n\n");
  const source = t.open(url);
  t.equal(source.readyState, 0, "in the same task");
  await null;
  t.equal(source.readyState, 0, "in a microtask");
});

check("CONNECTING while the server does not answer", at.INTERFACE, async (t) => {
  const { url } = await t.responses({ rawHead: "", body: [{ hold: true }] });
  const source = t.open(url);
  await t.pause(150);
  t.equal(source.readyState, 0);
});

check("OPEN in the open event", at.MODEL, async (t) => {
  const { url } = await t.stream(":\n");
  const source = t.open(url);
  const state = new Promise((resolve) => {
    source.onopen = () => resolve(source.readyState);
  });
  t.equal(await state, 1);
});

check("OPEN in a message", at.MODEL, async (t) => {
  const { url } = await t.stream("data: x\n\n");
  const seen = t.record(t.open(url));
  await t.eventually(() => seen.length > 1, "a message");
  t.equal(seen[1][3], 1);
});

check("CONNECTING in the error event of a stream that ended, and while it waits", at.MODEL, async (t) => {
  const { url } = await t.responses(
    { body: [{ write: "retry: 300\n\n" }] },
    { body: [{ comment: "" }, { hold: true }] },
  );
  const source = t.open(url);
  const seen = t.record(source);
  await t.next(source, "error");
  t.same(seen, [
    ["open", undefined, undefined, 1],
    ["error", undefined, undefined, 0],
  ]);
  await t.pause(100);
  t.equal(source.readyState, 0, "while it waits");
  await t.next(source, "open");
  t.equal(source.readyState, 1, "open again");
});

check("CLOSED in the error event of a failure, and after", at.MODEL, async (t) => {
  const { url } = await t.responses({ status: 404 });
  const source = t.open(url);
  const seen = t.record(source);
  await t.next(source, "error");
  t.same(seen, [["error", undefined, undefined, 2]]);
  await t.pause(50);
  t.equal(source.readyState, 2, "after");
});

check("CLOSED at once after close() while it connects, and no event follows", at.INTERFACE, async (t) => {
  const scenario = await t.responses({ waitFor: "go", body: [{ write: "data: x\n\n" }] });
  const source = t.open(scenario.url);
  const seen = t.record(source);
  await t.waiting("the request", scenario.log("requests:1"));
  source.close();
  t.equal(source.readyState, 2);
  await scenario.signal("go");
  await t.pause(80);
  t.same(seen, []);
  t.equal(source.readyState, 2, "later");
});

check("CLOSED at once after close() in the task that made it, and no event follows", at.INTERFACE, async (t) => {
  const { url } = await t.stream("data: x\n\n");
  const source = t.open(url);
  const seen = t.record(source);
  source.close();
  t.equal(source.readyState, 2);
  await t.pause(80);
  t.same(seen, []);
});

check("close() in the open event: no message follows", at.INTERFACE, async (t) => {
  const scenario = await t.stream("data: x\n\n");
  const source = t.open(scenario.url);
  const seen = t.record(source);
  source.addEventListener("open", () => source.close());
  await t.next(source, "open");
  t.equal(source.readyState, 2);
  await t.pause(80);
  t.same(
    seen.map(([type]) => type),
    ["open"],
  );
});

check("close() in the error event: it does not come back", at.INTERFACE, async (t) => {
  const scenario = await t.responses({ body: [{ write: "retry: 10\n\n" }] }, { body: [{ hold: true }] });
  const source = t.open(scenario.url);
  await t.next(source, "error");
  source.close();
  t.equal(source.readyState, 2);
  await t.pause(150);
  const { requests } = await scenario.log();
  t.equal(requests.length, 1);
  t.equal(source.readyState, 2, "later");
});

check("close() while it waits: it does not come back", at.INTERFACE, async (t) => {
  const scenario = await t.responses({ body: [{ write: "retry: 100\n\n" }] }, { body: [{ hold: true }] });
  const source = t.open(scenario.url);
  await t.next(source, "error");
  await t.pause(20);
  source.close();
  await t.pause(250);
  const { requests } = await scenario.log();
  t.equal(requests.length, 1);
});

check("close() may be called again", at.INTERFACE, async (t) => {
  const { url } = await t.stream("data: x\n\n");
  const source = t.open(url);
  await t.next(source, "message");
  source.close();
  source.close();
  t.equal(source.readyState, 2);
});

check("close() after a failure changes nothing", at.INTERFACE, async (t) => {
  const { url } = await t.responses({ status: 500 });
  const source = t.open(url);
  await t.next(source, "error");
  source.close();
  t.equal(source.readyState, 2);
});

check("close() ends the connection", at.INTERFACE, async (t) => {
  const scenario = await t.stream("data: x\n\n");
  const source = t.open(scenario.url);
  await t.next(source, "message");
  source.close();
  const { requests } = await t.waiting("the end of the connection", scenario.log("open:0"));
  t.equal(requests[0].closedBy, "client");
});

check("close() ends a request that is not answered", at.INTERFACE, async (t) => {
  const scenario = await t.responses({ rawHead: "", body: [{ hold: true }] });
  const source = t.open(scenario.url);
  await t.waiting("the request", scenario.log("requests:1"));
  source.close();
  const { requests } = await t.waiting("the end of the connection", scenario.log("open:0"));
  t.equal(requests[0].closedBy, "client");
});

check("close() fires no event", at.INTERFACE, async (t) => {
  const { url } = await t.stream(":\n");
  const source = t.open(url);
  await t.next(source, "open");
  const seen = t.record(source, ["open", "message", "error", "close", "abort"]);
  source.close();
  await t.pause(80);
  t.same(seen, []);
});
