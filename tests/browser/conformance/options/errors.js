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

for (const type of ["text/event-stream, */*", "text/html, text/event-stream", "text/event-stream;charset=utf-8"]) {
  check(`readErrorBody leaves a stream alone whose type is ${type}`, "", async (t) => {
    const body = [{ write: "data: 1\n\n" }, { hold: true }];
    const scenario = await t.responses({ headers: { "content-type": type }, body });
    const source = t.open(scenario.url, { readErrorBody: true });
    t.equal((await t.next(source, "message")).data, "1");
    t.equal((await scenario.log()).requests.length, 1);
  });
}

check(
  "a body without end is given up after 5 s, whatever connectTimeout is, and the token is refreshed",
  "",
  async (t) => {
    const endless = { status: 401, body: [{ write: "x" }, { hold: true }] };
    const scenario = await t.responses(endless, { body: [{ write: "data: in\n\n" }, { hold: true }] });
    const init = { readErrorBody: true, connectTimeout: 1000, onUnauthorized: ({ body }) => body === "x" };
    const source = t.open(scenario.url, init);
    const seen = t.record(source);
    await t.next(source, "message");
    t.same(
      seen.map(([type]) => type),
      ["open", "message"],
    );
  },
  { timeout: 12_000 },
);

/** What the server of a page does when its session has expired, and who was asked. */
async function loginAt(t, target) {
  const redirect = { redirect: target.secondUrl };
  const stream = { body: [{ write: "retry: 10\ndata: x\n\n" }] };
  const scenario = await t.server.create({ responses: [stream, redirect], repeat: true });
  return { scenario, redirects: async () => (await scenario.log()).requests.length - 1 };
}

check("a redirect to another origin's login page ends it, with an error that says so", "", async (t) => {
  const login = await t.server.create({ otherwise: { status: 200, cors: false, text: "sign in" } });
  const { scenario } = await loginAt(t, login);
  const source = t.open(scenario.url);
  const errors = [];
  source.onerror = ({ reason, willRetry, message }) => errors.push([reason, willRetry, message]);
  await t.eventually(() => source.readyState === 2, "the end");
  t.same(
    errors.map(([reason, willRetry]) => `${reason} ${willRetry}`),
    ["end true", "network true", "redirect false"],
  );
  t.ok(errors[2][2].includes("login"), errors[2][2]);
  const { requests, probes } = await scenario.log();
  // Two attempts, one that does not follow and then does, one that asks whether the other origin is there, one more.
  t.same([requests.length, probes.length], [5, 1]);
});

check("a redirect whose target cannot be reached is retried", "", async (t) => {
  const { scenario, redirects } = await loginAt(t, { secondUrl: "http://127.0.0.1:4/" });
  const source = t.open(scenario.url, { retry: { factor: 1, jitterRatio: 0 } });
  const errors = await t.take(source, 4, ["error"]);
  t.same(new Set(errors.map(({ willRetry }) => willRetry)).size, 1);
  t.equal(source.readyState, 0);
  t.ok((await redirects()) >= 3, "requests");
});

check("after a lost network a redirect that is allowed is followed as before", "", async (t) => {
  const target = await t.stream("data: y\n\n");
  const lost = { rawHead: "", body: [{ reset: true }] };
  const redirect = { redirect: target.secondUrl };
  const scenario = await t.server.create({
    responses: [{ body: [{ write: "retry: 10\n\n" }] }, lost, lost, redirect],
    repeat: true,
  });
  t.equal((await t.next(t.open(scenario.url), "message")).data, "y");
});

check("no request but GET is made once more to look for a redirect", "", async (t) => {
  const login = await t.server.create({ otherwise: { status: 200, cors: false, text: "sign in" } });
  const scenario = await t.server.create({ responses: [{ status: 303, redirect: login.secondUrl }], repeat: true });
  const retry = { initialDelay: 10, factor: 1, maxRetries: 2, shouldRetry: () => true };
  const errors = await t.take(t.open(scenario.url, { method: "POST", retry }), 3, ["error"]);
  t.same(errors.map(({ reason }) => reason).join(), "network,network,network");
  t.equal((await scenario.log()).requests.length, 3);
});

check("corsProbe: false looks for no redirect", "", async (t) => {
  const login = await t.server.create({ otherwise: { status: 200, cors: false, text: "sign in" } });
  const { scenario } = await loginAt(t, login);
  const errors = await t.take(t.open(scenario.url, { corsProbe: false }), 4, ["error"]);
  t.ok(
    errors.every(({ willRetry }) => willRetry),
    "a final error",
  );
});

check(
  "a page that overwrites `origin` changes nothing",
  "",
  async (t) => {
    const refuses = { cors: false, body: [{ comment: "" }, { hold: true }] };
    const other = await t.server.create({ responses: [refuses], repeat: true });
    const own = await t.server.create({ responses: [{ rawHead: "", body: [{ reset: true }] }], repeat: true });
    const given = { other: other.secondUrl, own: own.url };
    const work = async (EventSource, { other: refused, own: lost }) => {
      const reasons = [];
      for (const [url, origin] of [
        [refused, new URL(refused).origin],
        [lost, "https://elsewhere.example"],
      ]) {
        globalThis.origin = origin;
        const source = new EventSource(url);
        const error = await new Promise((resolve) => source.addEventListener("error", resolve, { once: true }));
        source.close();
        reasons.push(error.reason);
      }
      return reasons;
    };
    t.same(await t.within("iframe", work, given), ["cors", "network"]);
    const { requests } = await own.log();
    t.same([...new Set(requests.map(({ headers }) => headers["sec-fetch-mode"]))], ["cors"], "no probe");
  },
  { only: ["window"] },
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
  // A server that restarts looks the same.
  t.same([error.reason, error.willRetry], ["network", true]);
  t.ok(error.message.includes("lastEventIdQueryParameterName"), error.message);
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

check("corsProbe: true finds a refusal also where the page has a fetch of its own", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ cors: false, body: [] }], repeat: true });
  const own = (url, init) => globalThis.fetch(url, init);
  const source = t.open(scenario.secondUrl, { corsProbe: true, fetch: own });
  const error = await t.next(source, "error");
  t.same([error.reason, error.willRetry], ["cors", false]);
  const unasked = t.open(scenario.secondUrl, { fetch: own, retry: { initialDelay: 2000 } });
  t.same((await t.next(unasked, "error")).reason, "network");
});

check("no error of a source shows a secret", "", async (t) => {
  const scenario = await t.responses({ status: 500, text: "" });
  const source = t.open(scenario.url, { headers: { Authorization: "Bearer geheim", "X-Key": "geheim" } });
  const error = await t.next(source, "error");
  t.ok(!JSON.stringify({ ...error, headers: [...error.headers] }).includes("geheim"), error.message);
});
