// Errors that one can act on.

import { check, groupOf } from "../harness.js";

groupOf("errors");

check("readErrorBody shows an API's own words", "", async (t) => {
  const text = JSON.stringify({ error: { message: "model not found" } });
  const scenario = await t.responses({ status: 400, headers: { "content-type": "application/json" }, text });
  const source = t.open(scenario.url, { method: "POST", body: "{}", readErrorBody: true });
  const error = await t.next(source, "error");
  t.equal(error.body, text);
  t.equal(error.headers.get("content-type"), "application/json");
});

check("without it there is no body", "", async (t) => {
  const scenario = await t.responses({ status: 400, text: "x" });
  t.equal((await t.next(t.open(scenario.url), "error")).body, undefined);
});

check(
  "a body without end is cut at 64 KiB, and its connection ends",
  "",
  async (t) => {
    const endless = { write: "x".repeat(1024), times: 1000 };
    const scenario = await t.responses({
      status: 500,
      headers: { "content-type": "text/plain" },
      body: [endless, { hold: true }],
    });
    const error = await t.next(t.open(scenario.url, { readErrorBody: true }), "error");
    t.equal(error.body.length, 65536);
    await scenario.log("open:0", 10_000);
  },
  { timeout: 12_000 },
);

check("a blocked port is named", "", async (t) => {
  const source = t.open("http://127.0.0.1:6666/");
  const error = await t.next(source, "error");
  t.equal(error.reason, "blocked");
  t.ok(error.message.includes("port 6666"), error.message);
  t.equal(source.readyState, 2);
});

check("a user name in the URL is named", "", async (t) => {
  const source = t.open(`${t.origin.replace("://", "://me:geheim@")}/nowhere`);
  const error = await t.next(source, "error");
  t.equal(error.reason, "blocked");
  t.ok(/user name/.test(error.message) && !/geheim/.test(error.message), error.message);
});

check("a URL of another scheme is named", "", async (t) => {
  const error = await t.next(t.open("mailto:x@example.com"), "error");
  t.equal(error.reason, "blocked");
  t.ok(error.message.includes("mailto:"), error.message);
});

check(
  "a Content-Security-Policy that forbids it is named",
  "",
  async (t) => {
    const meta = "<meta http-equiv='Content-Security-Policy' content=\"connect-src 'self'\">";
    const scenario = await t.stream("data: x\n\n");
    const [reason, message, readyState] = await t.within(
      "srcdoc",
      async (EventSource, { url }) => {
        const source = new EventSource(url, { retry: { initialDelay: 10 } });
        for (;;) {
          const error = await new Promise((resolve) => source.addEventListener("error", resolve, { once: true }));
          if (!error.willRetry) {
            return [error.reason, error.message, source.readyState];
          }
        }
      },
      { html: meta, url: scenario.secondUrl },
    );
    t.equal(reason, "blocked");
    t.ok(message.includes("connect-src"), message);
    t.equal(readyState, 2);
    t.equal((await scenario.log()).requests.length, 0);
  },
  { only: ["window"] },
);

check("a server that refuses the preflight of Last-Event-ID is told so, with the way out", "", async (t) => {
  const scenario = await t.server.create({
    responses: [{ body: [{ write: "retry: 10\nid: 1\ndata: x\n\n" }] }],
    preflight: { status: 403, cors: false },
    otherwise: { status: 200, body: [{ write: "data: x\n\n" }] },
  });
  const source = t.open(scenario.secondUrl);
  await t.next(source, "message");
  let error = await t.next(source, "error");
  t.equal(error.reason, "end");
  error = await t.next(source, "error");
  t.equal(error.reason, "cors");
  t.ok(error.message.includes("lastEventIdQueryParameterName"), error.message);
  t.equal(source.readyState, 2);
});

check(
  "a name that does not resolve is a lost network",
  "",
  async (t) => {
    const source = t.open("http://no-such-host.invalid/", { retry: { initialDelay: 20 } });
    const error = await t.next(source, "error");
    t.same([error.reason, error.willRetry], ["network", true]);
  },
  { timeout: 20_000 },
);

check("corsProbe: false asks nothing more, and retries", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ cors: false, body: [] }], repeat: true });
  const source = t.open(scenario.secondUrl, { corsProbe: false, retry: { initialDelay: 2000 } });
  const error = await t.next(source, "error");
  t.same([error.reason, error.willRetry], ["network", true]);
  const { requests, probes } = await scenario.log();
  t.same([requests.length, probes.length], [1, 0]);
});

check("no error of a source shows a secret", "", async (t) => {
  const scenario = await t.responses({ status: 500, text: "" });
  const source = t.open(scenario.url, { headers: { Authorization: "Bearer geheim", "X-Key": "geheim" } });
  const error = await t.next(source, "error");
  t.ok(!JSON.stringify({ ...error, headers: [...error.headers] }).includes("geheim"), error.message);
});
