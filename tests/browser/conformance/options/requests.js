// The request is the caller's to shape.

import { check, groupOf } from "../harness.js";

groupOf("requests");

const STREAM = "data: x\n\n";

async function sent(t, init, steps = [STREAM]) {
  const scenario = await t.stream(...steps);
  await t.next(t.open(scenario.url, init), "message");
  const { requests } = await scenario.log();
  return requests[0];
}

check("a POST carries its body, as an LLM's stream wants it", "", async (t) => {
  const body = JSON.stringify({ prompt: "héllo" });
  const request = await sent(t, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  t.equal(request.method, "POST");
  t.equal(request.headers["content-type"], "application/json");
  t.equal(request.headers.accept, "text/event-stream");
  t.equal(request.headers["content-length"], String(new TextEncoder().encode(body).length));
});

for (const [what, make, type] of [
  ["URLSearchParams", () => new URLSearchParams({ a: "1" }), "application/x-www-form-urlencoded;charset=UTF-8"],
  ["a Blob", () => new Blob(["x"], { type: "text/x-own" }), "text/x-own"],
  ["a FormData", () => new FormData(), /^multipart\/form-data/],
  ["bytes", () => new Uint8Array([1, 2]), undefined],
]) {
  check(`a body may be ${what}`, "", async (t) => {
    const { headers } = await sent(t, { method: "POST", body: make() });
    t.ok(
      type instanceof RegExp ? type.test(headers["content-type"]) : headers["content-type"] === type,
      JSON.stringify(headers),
    );
  });
}

check("a body may be a function, asked for each attempt", "", async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\nid: 1\ndata: x\n\n" }] },
    { body: [{ write: STREAM }, { hold: true }] },
  );
  const attempts = [];
  const source = t.open(scenario.url, {
    method: "POST",
    body: async ({ attempt, trigger }) => {
      attempts.push(`${attempt} ${trigger}`);
      return `body ${attempt}`;
    },
  });
  await t.take(source, 2);
  t.same(attempts, ["1 first", "2 retry"]);
});

check("headers are asked for each attempt, and told which", "", async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\ndata: x\n\n" }] },
    { body: [{ write: STREAM }, { hold: true }] },
  );
  const seen = [];
  const source = t.open(scenario.url, {
    headers: async (attempt) => {
      seen.push([attempt.attempt, attempt.trigger, attempt.signal instanceof AbortSignal]);
      return { Authorization: `Bearer ${attempt.attempt}` };
    },
  });
  await t.take(source, 2);
  t.same(seen, [
    [1, "first", true],
    [2, "retry", true],
  ]);
  const { requests } = await scenario.log();
  t.same(
    requests.map(({ headers }) => headers.authorization),
    ["Bearer 1", "Bearer 2"],
  );
});

check("a headers function that fails is an error of its own, and another attempt follows", "", async (t) => {
  const scenario = await t.stream(STREAM);
  let calls = 0;
  const source = t.open(scenario.url, {
    retry: { initialDelay: 10 },
    headers: () => {
      calls += 1;
      if (calls === 1) {
        throw new Error("the vault is shut");
      }
      return {};
    },
  });
  const error = await t.next(source, "error");
  t.equal(error.reason, "headers");
  t.ok(error.message.includes("the vault is shut"), error.message);
  t.equal(error.willRetry, true);
  await t.next(source, "message");
});

check("what fetch itself can be told is passed through", "", async (t) => {
  const given = { credentials: "omit", mode: "same-origin", referrerPolicy: "no-referrer", priority: "low" };
  let init;
  const source = t.open(`${t.origin}/stream`, {
    ...given,
    fetch: (_url, made) => {
      init = made;
      return new Promise(() => {});
    },
  });
  await t.eventually(() => init, "the fetch");
  const { credentials, mode, referrerPolicy, priority, cache, redirect } = init;
  t.same({ credentials, mode, referrerPolicy, priority }, given);
  t.same([cache, redirect], ["no-store", "follow"]);
  source.close();
  t.equal(init.signal.aborted, true, "the signal after close()");
});

check("a referrerPolicy reaches the server", "", async (t) => {
  const { headers } = await sent(t, { referrerPolicy: "no-referrer" });
  t.equal(headers.referer, undefined);
});

check(
  "headers that do not come within 30 s are an error of their own, and another attempt follows",
  "",
  async (t) => {
    const scenario = await t.stream(STREAM);
    let signal;
    const source = t.open(scenario.url, {
      retry: { initialDelay: 10 },
      headers: (attempt) => {
        if (attempt.attempt === 1) {
          ({ signal } = attempt);
          return new Promise(() => {});
        }
        return {};
      },
    });
    const error = await t.next(source, "error");
    t.same([error.reason, error.willRetry, signal.aborted], ["headers", true, true]);
    t.ok(error.message.includes("30 s"), error.message);
    await t.next(source, "message");
  },
  // It tells nothing more in workers, and takes its time.
  { only: ["window"], timeout: 45_000 },
);

check("a signal closes the source", "", async (t) => {
  const scenario = await t.stream(STREAM);
  const controller = new AbortController();
  const source = t.open(scenario.url, { signal: controller.signal });
  await t.next(source, "message");
  const seen = t.record(source);
  controller.abort();
  t.equal(source.readyState, 2);
  await scenario.log("open:0");
  t.same(seen, []);
});

check("a signal that was aborted before opens nothing", "", async (t) => {
  const scenario = await t.stream(STREAM);
  const source = t.open(scenario.url, { signal: AbortSignal.abort() });
  t.equal(source.readyState, 2);
  await t.pause(100);
  t.equal((await scenario.log()).requests.length, 0);
});

check("credentials are as for fetch, and withCredentials tells", "", (t) => {
  t.equal(t.idle({ credentials: "include" }).withCredentials, true);
  t.equal(t.idle({ credentials: "omit" }).withCredentials, false);
});

check("a redirect is not followed with a header of the caller's", "", async (t) => {
  const target = await t.stream(STREAM);
  const scenario = await t.responses({ redirect: target.secondUrl });
  const source = t.open(scenario.url, { headers: { "X-Api-Key": "geheim" } });
  const error = await t.next(source, "error");
  t.equal(error.reason, "redirect");
  t.equal(source.readyState, 2);
  t.ok(!error.message.includes("geheim"), error.message);
  t.equal((await target.log()).requests.length, 0);
});

check('redirect: "follow" follows it', "", async (t) => {
  const target = await t.stream(STREAM, { comment: "" });
  const scenario = await t.responses({ redirect: target.secondUrl });
  await t.next(t.open(scenario.url, { headers: { "X-Api-Key": "1" }, redirect: "follow" }), "message");
  const { requests } = await target.log();
  t.equal(requests[0].headers["x-api-key"], "1");
});

check("Authorization does not cross an origin with a redirect", "", async (t) => {
  const target = await t.stream(STREAM, { comment: "" });
  const scenario = await t.responses({ redirect: target.secondUrl });
  await t.next(t.open(scenario.url, { headers: { Authorization: "Bearer geheim" } }), "message");
  const { requests } = await target.log();
  t.equal(requests[0].headers.authorization, undefined);
});

// --- Requests that must not be repeated ---

check("a POST that broke off is not sent again", "", async (t) => {
  const scenario = await t.responses({ body: [{ write: "retry: 10\ndata: x\n\n" }, { reset: true }] });
  const source = t.open(scenario.url, { method: "POST", body: "x" });
  const error = await t.next(source, "error");
  t.equal(error.willRetry, false);
  t.ok(error.message.includes("not retried"), error.message);
  t.equal(source.readyState, 2);
  await t.pause(150);
  t.equal((await scenario.log()).requests.length, 1);
});

check("a POST with a last event ID is resumed", "", async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\nid: 7\ndata: x\n\n" }] },
    { body: [{ write: STREAM }, { hold: true }] },
  );
  await t.take(t.open(scenario.url, { method: "POST", body: "x" }), 2);
  const { requests } = await scenario.log();
  t.equal(requests[1].lastEventId, "7");
});

check("an LLM's stream ends with [DONE]: on-error closes after it", "", async (t) => {
  const scenario = await t.responses({ body: [{ write: 'data: {"delta":"Hi"}\n\ndata: [DONE]\n\n' }] });
  const source = t.open(scenario.url, { method: "POST", body: "{}", reconnect: "on-error" });
  const seen = t.record(source);
  const error = await t.next(source, "error");
  t.equal(error.reason, "end");
  t.equal(source.readyState, 2);
  t.same(seen.map(([, data]) => data).filter(Boolean), ['{"delta":"Hi"}', "[DONE]"]);
});

check("promise reactions run before the next event of a body that a script fills in microtasks", "", async (t) => {
  const chunks = ["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"].map((text) => new TextEncoder().encode(text));
  const microtasks = async (count) => {
    for (let left = count; left > 0; left--) {
      await undefined;
    }
  };
  let isFirst = true;
  const pull = async (controller) => {
    // The others take longer than a read that has something ready, and less long than what the listener does.
    await (isFirst ? t.pause(10) : microtasks(30));
    isFirst = false;
    const chunk = chunks.shift();
    chunk ? controller.enqueue(chunk) : await new Promise(() => {});
  };
  const headers = { "Content-Type": "text/event-stream" };
  const fetch = async () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
  const source = t.open("/microtasks", { fetch });
  const order = [];
  source.addEventListener("message", async ({ data }) => {
    order.push(data);
    await microtasks(200);
    order.push(`after ${data}`);
  });
  await t.take(source, 3);
  await t.pause(10);
  t.same(order, ["1", "after 1", "2", "after 2", "3", "after 3"]);
});
