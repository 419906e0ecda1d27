// Servers and proxies that say nothing.

import { check, groupOf } from "../harness.js";

groupOf("timeouts");

const MUTE = { rawHead: "", body: [{ hold: true }] };
const STREAM = { body: [{ write: "data: back\n\n" }, { hold: true }] };

check("connectTimeout ends the wait for a proxy that holds the head back", "", async (t) => {
  const scenario = await t.responses(MUTE, STREAM);
  const source = t.open(scenario.url, { connectTimeout: 300, retry: { initialDelay: 20 } });
  const error = await t.next(source, "error");
  t.equal(error.reason, "timeout");
  t.ok(/proxy/.test(error.message), error.message);
  await t.next(source, "message");
});

check("heartbeatTimeout finds a dead connection, and comments keep one alive", "", async (t) => {
  const beating = { body: [{ comment: "", every: 100, times: 8 }, { write: "data: alive\n\n" }, { hold: true }] };
  const scenario = await t.responses(beating, STREAM);
  const source = t.open(scenario.url, { heartbeatTimeout: 400, retry: { initialDelay: 20 } });
  const seen = t.record(source);
  await t.next(source, "message");
  t.same(
    seen.map(([type]) => type),
    ["open", "message"],
  );
  const error = await t.next(source, "error");
  t.equal(error.reason, "timeout");
  t.equal(error.willRetry, true);
  await t.next(source, "message");
  const { requests } = await scenario.log("requests:2");
  t.equal(requests[0].closedBy, "client");
});

check(
  'heartbeatTimeout: "auto" learns the rhythm',
  "",
  async (t) => {
    const stopping = { body: [{ comment: "", every: 1100, times: 5 }, { hold: true }] };
    const scenario = await t.responses(stopping, STREAM);
    const source = t.open(scenario.url, { heartbeatTimeout: "auto", retry: { initialDelay: 20 } });
    const error = await t.next(source, "error");
    t.equal(error.reason, "timeout");
    await t.next(source, "message");
  },
  { timeout: 20_000 },
);

check("Infinity is as good as no timeout", "", async (t) => {
  const late = { delay: 300, body: [{ sleep: 300 }, { write: "data: x\n\n" }, { hold: true }] };
  const scenario = await t.responses(late);
  const source = t.open(scenario.url, {
    connectTimeout: Number.POSITIVE_INFINITY,
    heartbeatTimeout: Number.POSITIVE_INFINITY,
  });
  const seen = t.record(source);
  await t.next(source, "message");
  t.same(
    seen.map(([type]) => type),
    ["open", "message"],
  );
});

check("without them a mute connection stays", "", async (t) => {
  const scenario = await t.responses({ body: [{ comment: "" }, { hold: true }] });
  const source = t.open(scenario.url);
  const seen = t.record(source);
  await t.pause(1500);
  t.same(
    seen.map(([type]) => type),
    ["open"],
  );
});

check("connectTimeout names the six connections of HTTP/1.1 if they are taken", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ body: [{ hold: true }] }], repeat: true });
  const sources = Array.from({ length: 7 }, () => t.open(scenario.url, { connectTimeout: 2000 }));
  const error = await Promise.race(sources.map((source) => t.next(source, "error")));
  t.equal(error.reason, "timeout");
  t.ok(error.message.includes("six connections"), error.message);
});
