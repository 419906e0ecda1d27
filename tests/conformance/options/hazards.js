// What breaks other clients.

import { check, groupOf } from "../harness.js";

groupOf("hazards");

const LAST = { body: [{ write: "data: last\n\n" }, { hold: true }] };

check("retry beyond every timer is a long wait, not a storm", "", async (t) => {
  const scenario = await t.server.create({
    responses: [{ body: [{ write: "retry: 3000000000\ndata: x\n\n" }] }],
    repeat: true,
  });
  const source = t.open(scenario.url);
  const error = await t.next(source, "error");
  t.ok(error.delay >= 3_000_000_000, `${error.delay} ms`);
  await t.pause(1000);
  t.equal((await scenario.log()).requests.length, 1);
});

check("retry: 0 from a server that ends each stream is no storm", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ body: [{ write: "retry: 0\n\n" }] }], repeat: true });
  t.open(scenario.url);
  await t.pause(3000);
  const { requests } = await scenario.log();
  t.ok(requests.length >= 2 && requests.length <= 8, `${requests.length} requests in 3 s`);
});

check("204 is final", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ status: 204 }], repeat: true });
  const source = t.open(scenario.url, { retry: { initialDelay: 10 } });
  t.equal((await t.next(source, "error")).reason, "no-content");
  await t.pause(300);
  t.equal((await scenario.log()).requests.length, 1);
});

check(
  "a 401 with the body of a stream dispatches nothing",
  "",
  async (t) => {
    const body = [{ write: "data: no\n\n" }, { sleep: 300 }];
    const scenario = await t.responses({ status: 401, headers: { "content-type": "text/event-stream" }, body });
    const source = t.open(scenario.url);
    const seen = t.record(source);
    await t.next(source, "error");
    await scenario.log("open:0", 10_000);
    t.same(
      seen.map(([type]) => type),
      ["error"],
    );
  },
  { timeout: 12_000 },
);

check(
  "ten rejected responses leave no connection behind",
  "",
  async (t) => {
    const held = { status: 503, headers: { "content-type": "text/plain" }, body: [{ write: "busy" }, { hold: true }] };
    const scenario = await t.server.create({ responses: Array(10).fill(held), otherwise: { status: 200, ...LAST } });
    const retry = { initialDelay: 5, factor: 1, jitterRatio: 0, shouldRetry: () => true };
    await t.next(t.open(scenario.url, { retry }), "message");
    const { openNow, requests } = await scenario.log("open:1", 10_000);
    t.equal(requests.length, 11);
    t.equal(openNow, 1);
  },
  { timeout: 20_000 },
);

check("close() in a handler leaves no connection and no timer", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ body: [] }], repeat: true });
  const source = t.open(scenario.url, { retry: { initialDelay: 10 } });
  await new Promise((resolve) => {
    source.onerror = () => {
      source.close();
      resolve();
    };
  });
  await t.pause(200);
  t.equal((await scenario.log("open:0")).requests.length, 1);
});
