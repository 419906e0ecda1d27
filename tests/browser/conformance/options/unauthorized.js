// Tokens expire: the caller refreshes them, the stream goes on.

import { check, groupOf } from "../harness.js";

groupOf("unauthorized");

const STREAM = { body: [{ write: "data: in\n\n" }, { hold: true }] };

/** A door that opens to one token only. */
const door = (t) => t.server.create({ responses: [STREAM], repeat: true, requireAuthorization: "Bearer new" });

check("a refused token is refreshed, and the source opens without an error event", "", async (t) => {
  const scenario = await door(t);
  let token = "old";
  const triggers = [];
  const source = t.open(scenario.url, {
    headers: ({ trigger }) => {
      triggers.push(trigger);
      return { Authorization: `Bearer ${token}` };
    },
    onUnauthorized: async (error) => {
      t.equal(error.status, 401);
      token = "new";
      return true;
    },
  });
  const seen = t.record(source);
  await t.next(source, "message");
  t.same(
    seen.map(([type]) => type),
    ["open", "message"],
  );
  t.same(triggers, ["first", "unauthorized"]);
});

check("a second 401 in a row is final", "", async (t) => {
  const scenario = await door(t);
  let calls = 0;
  const source = t.open(scenario.url, {
    headers: { Authorization: "Bearer old" },
    onUnauthorized: () => {
      calls += 1;
      return true;
    },
  });
  const error = await t.next(source, "error");
  t.equal(error.reason, "unauthorized");
  t.equal(error.willRetry, false);
  t.equal(source.readyState, 2);
  t.equal(calls, 1);
  t.equal((await scenario.log()).requests.length, 2);
});

check("false is final at once", "", async (t) => {
  const scenario = await door(t);
  const source = t.open(scenario.url, { onUnauthorized: () => false });
  const error = await t.next(source, "error");
  t.equal(error.reason, "unauthorized");
  t.equal(source.readyState, 2);
  t.equal((await scenario.log()).requests.length, 1);
});

check("a refresh that fails is retried by the policy", "", async (t) => {
  const scenario = await door(t);
  let calls = 0;
  const source = t.open(scenario.url, {
    retry: { initialDelay: 20 },
    headers: () => ({ Authorization: calls < 2 ? "Bearer old" : "Bearer new" }),
    onUnauthorized: async () => {
      calls += 1;
      if (calls === 1) {
        throw new Error("no network");
      }
      return true;
    },
  });
  const error = await t.next(source, "error");
  t.equal(error.willRetry, true);
  t.equal(error.error.message, "no network");
  await t.next(source, "message");
});

check("three sources that share the function refresh once", "", async (t) => {
  const scenario = await door(t);
  let [token, calls] = ["old", 0];
  const onUnauthorized = async () => {
    calls += 1;
    await new Promise((resolve) => setTimeout(resolve, 300));
    token = "new";
    return true;
  };
  const init = { headers: () => ({ Authorization: `Bearer ${token}` }), onUnauthorized };
  const sources = Array.from({ length: 3 }, () => t.open(scenario.url, init));
  await Promise.all(sources.map((source) => t.next(source, "message")));
  t.equal(calls, 1);
});

/** Each source is closed then: browsers open no more than six connections to an origin, and other checks want some. */
const allHaveHeard = (t, sources) =>
  Promise.all(
    sources.map(async (source) => {
      await t.next(source, "message");
      source.close();
    }),
  );

/** Requests leave with the old token; their refusals come one after the other, all but the first after the refresh. */
const refusals = (t) =>
  Promise.all(Array.from({ length: 5 }, (_, n) => t.responses({ status: 401, text: "", delay: 120 * n }, STREAM)));

check(
  "late refusals of one old token cause one refresh, also where a refresh token may be used once",
  "",
  async (t) => {
    const [token, used] = [{ access: "old", refresh: 1 }, []];
    const onUnauthorized = async () => {
      used.push(token.refresh);
      await new Promise((resolve) => setTimeout(resolve, 20));
      token.access = "new";
      token.refresh += 1;
      return true;
    };
    const init = { headers: () => ({ Authorization: `Bearer ${token.access}` }), onUnauthorized };
    const scenarios = await refusals(t);
    const sources = scenarios.map(({ url }) => t.open(url, init));
    const seen = sources.map((source) => t.record(source));
    await allHaveHeard(t, sources);
    t.same(used, [1]);
    t.same([...new Set(seen.flat().map(([type]) => type))], ["open", "message"]);
    for (const scenario of scenarios) {
      const { requests } = await scenario.log();
      t.same(
        requests.map(({ headers }) => headers.authorization),
        ["Bearer old", "Bearer new"],
      );
    }
  },
);

check("late refusals of one session's cookie cause one refresh", "", async (t) => {
  let calls = 0;
  const onUnauthorized = async () => {
    calls += 1;
    return true;
  };
  const sources = (await refusals(t)).map(({ url }) => t.open(url, { onUnauthorized }));
  await allHaveHeard(t, sources);
  t.equal(calls, 1);
});

check("what another source's refresh brought is asked for anew if it is refused, too", "", async (t) => {
  const refusal = { status: 401, text: "" };
  const [first, second] = await Promise.all([
    t.responses(refusal, STREAM),
    t.responses({ ...refusal, waitFor: "refreshed" }, refusal, STREAM),
  ]);
  let calls = 0;
  const onUnauthorized = async () => {
    calls += 1;
    return true;
  };
  const init = { headers: () => ({ Authorization: `Bearer ${calls}` }), onUnauthorized };
  const [one, other] = [first, second].map(({ url }) => t.open(url, init));
  const seen = t.record(other);
  await t.next(one, "message");
  await second.signal("refreshed");
  await t.next(other, "message");
  t.equal(calls, 2);
  const { requests } = await second.log();
  t.same(
    requests.map(({ headers }) => headers.authorization),
    ["Bearer 0", "Bearer 1", "Bearer 2"],
  );
  t.same(
    seen.map(([type]) => type),
    ["open", "message"],
  );
});

check("a 403 is refreshed if it is said to", "", async (t) => {
  const scenario = await t.responses({ status: 403, text: "" }, STREAM);
  let calls = 0;
  const source = t.open(scenario.url, {
    unauthorizedStatuses: [401, 403],
    onUnauthorized: () => {
      calls += 1;
      return true;
    },
  });
  await t.next(source, "message");
  t.equal(calls, 1);
});

check("close() during a refresh ends it all", "", async (t) => {
  const scenario = await door(t);
  const source = t.open(scenario.url, {
    onUnauthorized: () => {
      source.close();
      return true;
    },
  });
  const seen = t.record(source);
  await t.pause(300);
  t.same(seen, []);
  t.equal((await scenario.log()).requests.length, 1);
});
