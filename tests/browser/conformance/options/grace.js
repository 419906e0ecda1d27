// Errors that are over soon.

import { check, groupOf } from "../harness.js";

groupOf("grace period");

/** A stream that ends. */
const cut = (text) => ({ body: [{ write: text }] });
const stream = (text) => ({ body: [{ write: text }, { hold: true }] });
const GRACE = { gracePeriod: 3000, retry: { initialDelay: 5 } };

check("an error that is over in time is not told, and readyState tells that there is no connection", "", async (t) => {
  const scenario = await t.responses(cut("id: 1\ndata: x\n\n"), { delay: 400, ...stream("data: y\n\n") });
  const source = t.open(scenario.url, GRACE);
  const seen = t.record(source);
  await t.next(source, "message");
  await t.eventually(() => source.readyState === 0, "CONNECTING");
  const { resumed, resumedFrom } = await t.next(source, "open");
  t.same([resumed, resumedFrom], [true, "1"]);
  await t.next(source, "message");
  t.same(
    seen.map(([type, data]) => [type, data]),
    [
      ["open", undefined],
      ["message", "x"],
      ["open", undefined],
      ["message", "y"],
    ],
  );
});

check("an error that outlives the period is told while the next attempt is under way, as it was", "", async (t) => {
  const headers = { "Retry-After": "0", "X-Why": "maintenance" };
  const scenario = await t.responses(cut("data: x\n\n"), { status: 503, headers, text: "no" }, { delay: 60_000 });
  const source = t.open(scenario.url, {
    ...GRACE,
    gracePeriod: 700,
    readErrorBody: true,
    retry: { initialDelay: 5, shouldRetry: () => true },
  });
  const error = await t.next(source, "error");
  t.same([error.reason, error.status, error.attempt], ["http", 503, 2]);
  t.same([error.willRetry, error.delay, source.readyState], [true, 0, 0]);
  t.same([error.headers.get("X-Why"), error.body], ["maintenance", "no"]);
});

check("what is left of the wait is told", "", async (t) => {
  const scenario = await t.responses(cut("retry: 60000\ndata: x\n\n"));
  const source = t.open(scenario.url, { gracePeriod: 300 });
  const { delay, willRetry } = await t.next(source, "error");
  t.ok(willRetry && delay > 55_000 && delay <= 65_700, `a wait of ${delay} ms`);
});

check("once an error is told, those after it are told at once, and a new stream has a new period", "", async (t) => {
  const scenario = await t.responses(
    cut("data: x\n\n"),
    { delay: 400, ...cut(""), status: 500 },
    { status: 500 },
    cut("data: y\n\n"),
    stream("data: z\n\n"),
  );
  const source = t.open(scenario.url, {
    gracePeriod: 200,
    retry: { initialDelay: 5, factor: 1, shouldRetry: () => true },
  });
  const seen = t.record(source);
  await t.eventually(() => seen.some(([, data]) => data === "z"), "the last stream");
  t.same(
    seen.map(([type, data]) => data ?? type),
    ["open", "x", "error", "error", "error", "open", "y", "open", "z"],
  );
});

check("a final failure is told at once", "", async (t) => {
  const scenario = await t.responses(cut("data: x\n\n"), { status: 403 });
  const source = t.open(scenario.url, { ...GRACE, gracePeriod: 60_000 });
  const { reason, willRetry } = await t.next(source, "error");
  t.same([reason, willRetry, source.readyState], ["http", false, 2]);
});

check("close() in the period ends it", "", async (t) => {
  const scenario = await t.responses(cut("data: x\n\n"));
  const source = t.open(scenario.url, { gracePeriod: 1000, retry: { initialDelay: 10_000 } });
  let errors = 0;
  source.onerror = () => errors++;
  await t.eventually(async () => (await scenario.log()).requests.length === 1 && source.readyState === 0, "the loss");
  source.close();
  await t.pause(1300);
  t.equal(errors, 0);
});
