// `parse`: what events have as `data` is the caller's to make.

import { check, groupOf } from "../harness.js";

groupOf("parse");

check("listeners and loops get what parse makes of the text", "", async (t) => {
  const scenario = await t.stream('event: price\ndata: {"a":\ndata: 1}\n\ndata: [2]\n\n');
  const told = [];
  const source = t.open(scenario.url, {
    parse: (...given) => {
      told.push(given);
      return JSON.parse(given[0]);
    },
  });
  const events = source.events("price");
  const heard = await t.take(source, 2, ["price", "message"]);
  t.same(
    heard.map(({ data }) => data),
    [{ a: 1 }, [2]],
  );
  t.same((await events.next()).value.data, { a: 1 });
  t.same(new Set(told.map(String)).size, 2);
  t.same(told[0], ['{"a":\n1}', "price"]);
});

check("JSON.parse will do", "", async (t) => {
  const scenario = await t.stream('data: {"a":1}\n\n');
  const source = t.open(scenario.url, { parse: JSON.parse });
  t.same((await t.next(source, "message")).data, { a: 1 });
});

check("an event that cannot be parsed is reported and skipped", "", async (t) => {
  const reported = [];
  const { reportError } = globalThis;
  globalThis.reportError = (error) => reported.push(error.name);
  t.atEnd(() => {
    globalThis.reportError = reportError;
  });
  const scenario = await t.stream("data: {\n\ndata: 1\n\n");
  const source = t.open(scenario.url, { parse: JSON.parse });
  const seen = t.record(source, ["message"]);
  const loop = source.events();
  t.same((await t.waiting("an event", loop.next())).value.data, 1);
  await t.eventually(() => seen.length > 0, "the message");
  t.same(
    seen.map(([, data]) => data),
    [1],
  );
  t.ok(reported.length > 0 && reported.every((name) => name === "SyntaxError"), `reported: ${reported}`);
});

check("events that nobody listens to are not parsed", "", async (t) => {
  const scenario = await t.stream("event: other\ndata: {\n\nevent: mine\ndata: 1\n\n");
  const parsed = [];
  const source = t.open(scenario.url, { parse: (_, type) => parsed.push(type) });
  await t.next(source, "mine");
  t.same(parsed, ["mine"]);
});

check("parse may close the source, and then nothing follows", "", async (t) => {
  const openUntilDone = async () => {
    const scenario = await t.stream("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n");
    const source = t.open(scenario.url, { parse: (data) => (data === "[DONE]" ? source.close() : data) });
    return source;
  };
  const looped = [];
  const loop = async () => {
    for await (const { data } of await openUntilDone()) {
      looped.push(data);
    }
  };
  await t.waiting("the end of the loop", loop());
  t.same(looped, ["1"]);

  const source = await openUntilDone();
  const heard = t.record(source, ["message", "error"]);
  await t.eventually(() => source.readyState === 2, "close()");
  await t.pause(50);
  t.same(
    heard.map(([, data]) => data),
    ["1"],
  );
});
