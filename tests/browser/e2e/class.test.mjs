// The class of the built package on a page in Chromium, against the scenario server.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { openPage } from "./chromium.mjs";

const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));

let server;
let script;

before(async () => {
  server = await startScenarioServer();
  const file = await server.create({
    responses: [],
    otherwise: { status: 200, headers: { "content-type": "text/javascript" }, text: readFileSync(dist, "utf8") },
  });
  script = file.url;
});

after(() => server.close());

/** Runs a function on a page; its first argument is the module, its second what the test gives. */
async function onPage(t, work, given) {
  const page = await openPage(t);
  await page.goto(`${server.origin}/page`);
  return page.evaluate(
    async ([source, url, argument]) =>
      new Function("module", "given", `return (${source})(module, given)`)(await import(url), argument),
    [work.toString(), script, given],
  );
}

/** Chromium now and then keeps a connection for 5 s that it was told to drop, in the hope to use it again. */
const LAST_SOCKET = 10_000;

const FOREVER = [{ write: "data: first\n\n" }, { hold: true }];

test("a bad URL throws a SyntaxError that names it", async (t) => {
  const thrown = await onPage(t, ({ EventSource }) => {
    try {
      new EventSource("http://[bad");
    } catch (error) {
      return [error instanceof DOMException, error.name, error.message];
    }
  });
  assert.deepEqual(thrown.slice(0, 2), [true, "SyntaxError"]);
  assert.match(thrown[2], /\[bad/);
});

test("a header that cannot be sent throws a TypeError that names it, and not its value", async (t) => {
  const messages = await onPage(t, ({ EventSource }) =>
    [
      { "X Y": "1" },
      { "X-Key": "geheim\n1" },
      { "X-Key": "geheim€" },
      { "X-Key": undefined },
      [["X-Key"]],
      "text",
      3,
    ].map((headers) => {
      try {
        new EventSource("/", { headers }).close();
        return "nothing thrown";
      } catch (error) {
        return error instanceof TypeError ? error.message : String(error);
      }
    }),
  );
  for (const message of messages) {
    assert.match(message, /^headers: /);
    assert.doesNotMatch(message, /geheim/);
  }
  assert.match(messages[0], /"X Y"/);
  assert.match(messages[1], /"X-Key"/);
  assert.match(messages[3], /"X-Key"/);
});

const hold = (response) => ({ ...response, body: [{ write: "no event stream" }, { hold: true }] });
const REFUSALS = [
  ["a 503", hold({ status: 503 }), { reason: "http", status: 503, message: /503/ }],
  ["a 204", { status: 204 }, { reason: "no-content", status: 204, message: /204/ }],
  ["a 401", hold({ status: 401 }), { reason: "unauthorized", status: 401, message: /credentials/ }],
  [
    "a wrong content type",
    hold({ headers: { "content-type": "text/html" } }),
    { reason: "content-type", status: 200, message: /text\/html/ },
  ],
];

for (const [what, response, expected] of REFUSALS) {
  test(`${what} closes the source with one error event that says so, and frees the connection`, async (t) => {
    const scenario = await server.create({ responses: [response] });
    const errors = await onPage(t, collectErrors, scenario.url);
    assertRefused(errors, expected);
    const log = await scenario.log("requests:1,open:0", LAST_SOCKET);
    assert.equal(log.requests.length, 1);
  });
}

test("a CORS refusal closes the source with one error event that says so", async (t) => {
  const scenario = await server.create({ responses: [], otherwise: { cors: false, body: FOREVER } });
  const errors = await onPage(t, collectErrors, scenario.secondUrl);
  assertRefused(errors, { reason: "cors", status: 0, message: /Access-Control-Allow-Origin/ });
});

test("a page that came by https: is told that it may not connect to http:", async (t) => {
  const page = await openPage(t);
  const asked = [];
  await page.route(/^https?:/, (route) => {
    const { protocol, pathname } = new URL(route.request().url());
    asked.push(protocol);
    const body = pathname === "/index.js" ? readFileSync(dist, "utf8") : "<!doctype html>";
    return route.fulfill({ body, contentType: pathname === "/index.js" ? "text/javascript" : "text/html" });
  });
  await page.goto("https://app.test/");
  const errors = await page.evaluate(`import("/index.js").then((it) => (${collectErrors})(it, "http://events.test/"))`);
  assertRefused(errors, { reason: "blocked", status: 0, message: /https: may not connect to http:/ });
  assert.ok(!asked.includes("http:"), "a request was made");
});

/** Every error event until half a second passes without one. */
async function collectErrors({ EventSource }, url) {
  const source = new EventSource(url);
  const errors = [];
  await new Promise((resolve) => {
    source.onerror = ({ reason, status, message, willRetry }) => {
      errors.push({ reason, status, message, willRetry, readyState: source.readyState });
      setTimeout(resolve, 500);
    };
  });
  return errors;
}

function assertRefused(errors, { reason, status, message }) {
  assert.equal(errors.length, 1, JSON.stringify(errors));
  const [error] = errors;
  assert.deepEqual([error.reason, error.status, error.willRetry, error.readyState], [reason, status, false, 2]);
  assert.match(error.message, message);
}

test("the first source of a page waits for headers that take longer than compiling the core", async (t) => {
  const scenario = await server.create({ responses: [], otherwise: { body: FOREVER } });
  const told = await onPage(
    t,
    async ({ EventSource }, url) => {
      const asked = [];
      const begun = performance.now();
      const source = new EventSource(url, {
        retry: { initialDelay: 10 },
        headers: async ({ attempt }) => {
          await new Promise((resolve) => setTimeout(resolve, 500));
          asked.push(attempt);
          if (attempt === 1) {
            throw new Error("not yet");
          }
          return { Authorization: "Bearer 1" };
        },
      });
      const { data } = await new Promise((resolve) => {
        source.onmessage = resolve;
      });
      source.close();
      // A preparation that was forgotten would end by a timeout.
      return [data, asked, performance.now() - begun < 10_000];
    },
    scenario.url,
  );
  assert.deepEqual(told, ["first", [1, 2], true]);
  assert.equal((await scenario.log()).requests.length, 1);
});

test("headers are asked anew before each attempt, and one that rejects is retried", async (t) => {
  const scenario = await server.create({
    responses: [
      { body: [{ write: "retry: 20\nid: 7\ndata: a\n\n" }] },
      { body: [{ write: "data: b\n\n" }] },
      { body: FOREVER },
    ],
  });
  const story = await onPage(
    t,
    async ({ EventSource }, url) => {
      const told = [];
      const source = new EventSource(url, {
        headers: async ({ attempt, trigger, signal }) => {
          told.push(`${attempt} ${trigger} ${signal.aborted}`);
          if (attempt === 2) {
            throw new Error("no token");
          }
          return { Authorization: `Bearer ${attempt}` };
        },
      });
      source.onerror = (event) => told.push(`${event.reason} ${event.error?.message} ${event.willRetry}`);
      await new Promise((resolve) => {
        source.onmessage = (event) => event.data === "first" && resolve();
      });
      source.close();
      return told;
    },
    scenario.url,
  );
  assert.deepEqual(story, [
    "1 first false",
    "end undefined true",
    "2 retry false",
    "headers no token true",
    "3 retry false",
    "end undefined true",
    "4 retry false",
  ]);
  const { requests } = await scenario.log("open:0", LAST_SOCKET);
  assert.deepEqual(
    requests.map(({ headers, lastEventId }) => [headers.authorization, lastEventId ?? undefined]),
    [
      ["Bearer 1", undefined],
      ["Bearer 3", "7"],
      ["Bearer 4", "7"],
    ],
  );
});

test("close() in a handler stops the rest of the chunk, and the connection", async (t) => {
  const scenario = await server.create({
    responses: [{ body: [{ write: "data: 1\n\ndata: 2\n\n" }, { hold: true }] }],
  });
  const seen = await onPage(
    t,
    async ({ EventSource }, url) => {
      const data = [];
      const source = new EventSource(url);
      source.onmessage = (event) => {
        data.push(event.data);
        source.close();
      };
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [data, source.readyState];
    },
    scenario.url,
  );
  assert.deepEqual(seen, [["1"], 2]);
  await scenario.log("requests:1,open:0", LAST_SOCKET);
});

test("a flood neither freezes the page nor loses an event", async (t) => {
  const scenario = await server.create({
    responses: [{ body: [{ write: "data: x\n\n", times: 100_000 }, { write: "data: end\n\n" }] }],
  });
  const { count, longest } = await onPage(
    t,
    async ({ EventSource }, url) => {
      let [count, longest, last] = [0, 0, performance.now()];
      const ticker = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      const source = new EventSource(url);
      await new Promise((resolve) => {
        source.onmessage = (event) => (event.data === "end" ? resolve() : count++);
      });
      source.close();
      clearInterval(ticker);
      return { count, longest };
    },
    scenario.url,
  );
  assert.equal(count, 100_000);
  assert.ok(longest < 500, `the page stood still for ${longest} ms`);
});

test("a flood into a loop neither freezes the page nor loses an event", async (t) => {
  const scenario = await server.create({
    responses: [{ body: [{ write: "data: x\n\n", times: 40_000 }, { write: "event: end\ndata\n\n" }] }],
  });
  const { count, longest } = await onPage(
    t,
    async ({ EventSource }, url) => {
      let [count, longest, last] = [0, 0, performance.now()];
      const ticker = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      for await (const { type } of new EventSource(url)) {
        if (type === "end") {
          break;
        }
        count++;
        // Some work, 0.1 ms with the coarse clock of a page.
        for (const end = performance.now() + 0.01; performance.now() < end; );
      }
      clearInterval(ticker);
      return { count, longest };
    },
    scenario.url,
  );
  assert.equal(count, 40_000);
  assert.ok(longest < 500, `the page stood still for ${longest} ms`);
});

test("a loop that stops makes the server wait, and memory does not grow", async (t) => {
  const [EVENT, COUNT] = [`data: ${"x".repeat(1000)}\n\n`, 200_000];
  const scenario = await server.create({
    responses: [{ body: [{ write: EVENT, times: COUNT }, { hold: true }] }],
  });
  const page = await openPage(t);
  await page.goto(`${server.origin}/page`);
  const devtools = await page.context().newCDPSession(page);
  const heap = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = await devtools.send("Runtime.getHeapUsage");
    return usedSize + backingStorageSize;
  };
  await page.evaluate(
    async ([script, url]) => {
      const { EventSource } = await import(script);
      globalThis.events = new EventSource(url).events();
      await globalThis.events.next();
    },
    [script, scenario.url],
  );
  const before = await heap();
  const written = async () => (await scenario.log()).requests[0].bytesWritten;
  let [last, now] = [-1, await written()];
  while (last !== now) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    [last, now] = [now, await written()];
  }
  const whole = EVENT.length * COUNT;
  assert.ok(now < whole / 10, `the server has written ${now} of ${whole} bytes for a loop that takes none`);
  const grown = (await heap()) - before;
  assert.ok(grown < 1 << 20, `the heap has grown by ${grown} bytes`);

  const taken = await page.evaluate(async (count) => {
    let taken = 1;
    while (taken < count) {
      await globalThis.events.next();
      taken++;
    }
    return taken;
  }, COUNT);
  assert.equal(taken, COUNT);
  const left = (await heap()) - before;
  assert.ok(left < 1 << 20, `${left} bytes are left`);
});

test("handlers are listeners in their place, and the interface is the platform's", async (t) => {
  const scenario = await server.create({ responses: [{ body: FOREVER }] });
  const seen = await onPage(
    t,
    async ({ EventSource }, url) => {
      const order = [];
      const source = new EventSource(url);
      source.addEventListener("message", () => order.push("listener before"));
      source.onmessage = () => order.push("replaced handler");
      source.addEventListener("message", () => order.push("listener after"));
      source.onmessage = () => order.push("handler");
      const event = await new Promise((resolve) => source.addEventListener("message", resolve));
      source.close();
      return [
        order,
        event instanceof MessageEvent,
        event.origin === new URL(url).origin,
        `${source}`,
        EventSource.length,
        EventSource.name,
        EventSource.CLOSED,
      ];
    },
    scenario.url,
  );
  const order = ["listener before", "handler", "listener after"];
  assert.deepEqual(seen, [order, true, true, "[object EventSource]", 1, "EventSource", 2]);
});

test("fetch, signal and headers may be those of another frame", async (t) => {
  const scenario = await server.create({ responses: [{ body: FOREVER }] });
  const outcome = await onPage(
    t,
    async ({ EventSource }, url) => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      const { fetch, Headers, AbortController } = frame.contentWindow;
      const controller = new AbortController();
      const options = { fetch, headers: new Headers({ "X-Frame": "inner" }), signal: controller.signal };
      const source = new EventSource(url, options);
      const data = await new Promise((resolve) => {
        source.onmessage = (event) => resolve(event.data);
        source.onerror = (event) => resolve(event.message);
      });
      controller.abort();
      return [data, source.readyState];
    },
    scenario.url,
  );
  assert.deepEqual(outcome, ["first", 2]);
  const [request] = (await scenario.log()).requests;
  assert.equal(request.headers["x-frame"], "inner");
});

test("it works in a worker", async (t) => {
  const scenario = await server.create({ responses: [{ body: FOREVER }] });
  const data = await onPage(
    t,
    (_, [script, url]) => {
      const code = `import { EventSource } from "${script}"; new EventSource("${url}").onmessage = (event) => postMessage(event.data);`;
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
      return new Promise((resolve, reject) => {
        worker.onmessage = (event) => resolve(event.data);
        worker.onerror = (event) => reject(new Error(event.message));
      });
    },
    [script, scenario.url],
  );
  assert.equal(data, "first");
});

test("importing it where there is no browser does nothing and throws nothing", () => {
  const printed = execFileSync(process.execPath, [
    "--input-type=module",
    "-e",
    `await import(${JSON.stringify(dist)})`,
  ]);
  assert.equal(printed.toString(), "");
});
