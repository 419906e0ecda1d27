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
