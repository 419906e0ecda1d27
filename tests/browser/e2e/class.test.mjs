// The class of the built package on a page, in a worker and where there is no browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { dist, FOREVER, LAST_SOCKET, onPage, script, server } from "./class-on-page.mjs";

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
