// The URL as a function of the attempt.

import { check, groupOf } from "../harness.js";

groupOf("url function");

check("a function gives the URL of each attempt, and the source keeps its own", "", async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 5\nid: é 1\ndata: x\n\n" }] },
    { body: [{ write: "data: y\n\n" }, { hold: true }] },
  );
  const told = [];
  const url = ({ signal, ...attempt }) => {
    told.push(attempt);
    return `?after=${encodeURIComponent(attempt.lastEventId)}`;
  };
  const source = t.open(scenario.url, { url, initialLastEventId: "0" });
  const [first] = await t.take(source, 2);
  t.same([source.url, first.origin], [scenario.url, new URL(scenario.url).origin]);
  const { requests } = await scenario.log();
  const { pathname } = new URL(scenario.url);
  t.same(
    requests.map((request) => request.url),
    [`${pathname}?after=0`, `${pathname}?after=%C3%A9%201`],
  );
  t.same(told, [
    { attempt: 1, trigger: "first", lastEventId: "0" },
    { attempt: 2, trigger: "retry", lastEventId: "é 1" },
  ]);
});

for (const [what, give, expected] of [
  ["an absolute URL", (url) => `${url}/sub?a#b`, "/sub?a"],
  ["a URL object", (url) => new URL(`${url}?signed`), "?signed"],
  ["a promise", async () => "?later", "?later"],
  ["nothing", () => undefined, ""],
  ["null", () => null, ""],
]) {
  check(`the function for the URL may give ${what}`, "", async (t) => {
    const scenario = await t.stream("data: x\n\n");
    await t.next(t.open(scenario.url, { url: () => give(scenario.url) }), "message");
    const [request] = (await scenario.log()).requests;
    t.equal(request.url, new URL(scenario.url).pathname + expected);
  });
}

for (const [what, give, said] of [
  [
    "throws",
    () => {
      throw new Error("no signature");
    },
    "no signature",
  ],
  ["rejects", () => Promise.reject(new Error("no signature")), "no signature"],
  ["gives what is no URL", () => "http://[bad", "url: the function must give a URL of http://127.0.0.1"],
  [
    "gives a URL of another origin",
    (scenario) => scenario.secondUrl,
    "url: the function must give a URL of http://127.0.0.1",
  ],
]) {
  check(
    `a function for the URL that ${what} fails the attempt as one for headers does, and another follows`,
    "",
    async (t) => {
      const scenario = await t.stream("data: x\n\n");
      const url = ({ attempt }) => (attempt === 1 ? give(scenario) : "");
      const source = t.open(scenario.url, { url, retry: { initialDelay: 5 } });
      const { reason, message, willRetry, error } = await t.next(source, "error");
      t.same([reason, willRetry, error instanceof Error], ["headers", true, true]);
      t.ok(message.startsWith(`Could not prepare the request: ${said}`), message);
      await t.next(source, "message");
      t.equal((await scenario.log()).requests.length, 1, "requests");
    },
  );
}

check(
  "the parameter for the last event ID joins the URL that the function gives, and headers are asked after it",
  "",
  async (t) => {
    const scenario = await t.stream("data: x\n\n");
    const asked = [];
    const init = {
      url: () => asked.push("url") && "?topic=a",
      headers: () => asked.push("headers") && {},
      initialLastEventId: "7",
      lastEventIdQueryParameterName: "from",
    };
    await t.next(t.open(scenario.url, init), "message");
    t.ok((await scenario.log()).requests[0].url.endsWith("?topic=a&from=7"), "the query");
    t.same(asked, ["url", "headers"]);
  },
);

check("sources whose URL a function gives share only by a name", "", (t) => {
  t.throws(() => t.open("/stream", { shared: true, url: () => "" }), TypeError);
  t.open("/stream", { shared: "name", url: () => "" });
});
