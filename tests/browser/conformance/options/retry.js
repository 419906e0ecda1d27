// When to come back is the caller's to say.

import { check, groupOf } from "../harness.js";

groupOf("retry");

const STREAM = { body: [{ write: "data: back\n\n" }, { hold: true }] };
const QUICK = { initialDelay: 20 };

check("isTransient comes back after a 503", "", async (t) => {
  const scenario = await t.responses({ status: 503, text: "" }, STREAM);
  const source = t.open(scenario.url, { retry: { ...QUICK, shouldRetry: t.isTransient } });
  const error = await t.next(source, "error");
  t.same([error.reason, error.status, error.code, error.willRetry], ["http", 503, 503, true]);
  t.ok(error.delay >= 20 && error.delay < 200, `${error.delay} ms`);
  t.ok(error.message.includes(`${error.delay} ms`), error.message);
  await t.next(source, "message");
});

check("isTransient leaves a 404 final", "", async (t) => {
  const scenario = await t.responses({ status: 404, text: "" });
  const source = t.open(scenario.url, { retry: { ...QUICK, shouldRetry: t.isTransient } });
  t.equal((await t.next(source, "error")).willRetry, false);
  t.equal(source.readyState, 2);
});

check("a gateway's error page that another origin may not read is survived", "", async (t) => {
  const page = { status: 502, cors: false, text: "Bad Gateway" };
  const scenario = await t.responses({ body: [{ write: "data: x\n\n" }] }, page, page, STREAM);
  const source = t.open(scenario.secondUrl, { retry: QUICK });
  await t.next(source, "message");
  t.equal((await t.next(source, "error")).reason, "end");
  const error = await t.next(source, "error");
  t.same([error.reason, error.willRetry], ["network", true]);
  t.equal((await t.next(source, "message")).data, "back");
});

check("isTransient takes a first refusal by CORS for what it is", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ cors: false, body: [] }], repeat: true });
  const source = t.open(scenario.secondUrl, { retry: { ...QUICK, shouldRetry: t.isTransient } });
  const error = await t.next(source, "error");
  t.same([error.reason, error.willRetry, source.readyState], ["cors", false, 2]);
});

check("shouldRetry sees the error and may end what would be retried", "", async (t) => {
  const scenario = await t.responses({ body: [] });
  const seen = [];
  const source = t.open(scenario.url, {
    retry: {
      ...QUICK,
      shouldRetry: ({ reason, attempt }) => {
        seen.push([reason, attempt]);
        return false;
      },
    },
  });
  t.equal((await t.next(source, "error")).willRetry, false);
  t.same(seen, [["end", 1]]);
});

check("a shouldRetry that throws or is async is reported, and the standard decides", "", async (t) => {
  const reported = [];
  const { reportError } = globalThis;
  globalThis.reportError = (error) => reported.push(error.message);
  t.atEnd(() => {
    globalThis.reportError = reportError;
  });
  const scenario = await t.responses({ body: [] }, { body: [] }, { status: 404, text: "" });
  let calls = 0;
  const shouldRetry = () => {
    calls += 1;
    if (calls === 1) {
      throw new Error("oops");
    }
    return Promise.resolve(true);
  };
  const source = t.open(scenario.url, { retry: { ...QUICK, shouldRetry } });
  t.equal((await t.next(source, "error")).willRetry, true);
  t.equal((await t.next(source, "error")).willRetry, true);
  t.equal((await t.next(source, "error")).willRetry, false);
  t.equal(reported[0], "oops");
  t.ok(reported[1].startsWith("retry.shouldRetry: "), reported[1]);
});

for (const [what, value] of [
  ["seconds", () => "1"],
  ["a date", () => new Date(Date.now() + 2000).toUTCString()],
]) {
  check(`Retry-After in ${what} is a minimum`, "", async (t) => {
    const scenario = await t.responses({ status: 503, headers: { "retry-after": value() }, text: "" }, STREAM);
    const source = t.open(scenario.url, { retry: { ...QUICK, shouldRetry: t.isTransient } });
    const { delay } = await t.next(source, "error");
    // A date has whole seconds.
    t.ok(delay >= (what === "seconds" ? 1000 : 500) && delay < 3000, `${delay} ms`);
    await t.next(source, "message");
    const { requests } = await scenario.log();
    t.ok(requests[1].at - requests[0].at >= delay - 20, `${requests[1].at - requests[0].at} ms`);
  });
}

check(
  "a Retry-After date of another origin, whose clock cannot be read, is a wait of ten minutes at most",
  "",
  async (t) => {
    const date = new Date(Date.now() + 24 * 3_600_000).toUTCString();
    const cors = { exposeHeaders: "Retry-After" };
    const scenario = await t.responses({ status: 503, headers: { "retry-after": date }, cors, text: "" }, STREAM);
    const source = t.open(scenario.secondUrl, { retry: { ...QUICK, jitterRatio: 0, shouldRetry: t.isTransient } });
    t.equal((await t.next(source, "error")).delay, 600_000);
  },
);

for (const value of ["soon", "Fri, 01 Jan 1999 00:00:00 GMT"]) {
  check(`Retry-After: ${value} asks for nothing`, "", async (t) => {
    const scenario = await t.responses({ status: 503, headers: { "retry-after": value }, text: "" }, STREAM);
    const source = t.open(scenario.url, { retry: { ...QUICK, shouldRetry: t.isTransient } });
    t.ok((await t.next(source, "error")).delay < 200, "the delay");
  });
}

check("maxRetries gives up and says so", "", async (t) => {
  const scenario = await t.server.create({ responses: [], otherwise: { status: 200, body: [] } });
  const source = t.open(scenario.url, { retry: { ...QUICK, factor: 1, maxRetries: 2 } });
  const errors = await t.take(source, 3, ["error"]);
  t.same(
    errors.map(({ willRetry, attempt }) => [willRetry, attempt]),
    [
      [true, 1],
      [true, 2],
      [false, 3],
    ],
  );
  t.ok(errors[2].message.includes("No retries are left after 3 attempts"), errors[2].message);
  t.equal(source.readyState, 2);
});

check("reconnect: false closes after any end", "", async (t) => {
  const scenario = await t.responses({ body: [{ reset: true }] });
  const source = t.open(scenario.url, { reconnect: false });
  t.equal((await t.next(source, "error")).willRetry, false);
  t.equal(source.readyState, 2);
});

check('reconnect: "on-error" comes back after a cut', "", async (t) => {
  const scenario = await t.responses({ body: [{ write: "data: x\n\n" }, { waitFor: "cut" }, { reset: true }] }, STREAM);
  const source = t.open(scenario.url, { reconnect: "on-error", retry: QUICK });
  await t.next(source, "message");
  const failed = t.next(source, "error");
  await scenario.signal("cut");
  // A cut without the last chunk looks like a clean end to WebKitGTK.
  const error = await failed;
  t.equal(error.willRetry, error.reason === "network");
});
