// What breaks other clients.

import { check, groupOf } from "../harness.js";

groupOf("hazards");

const LAST = { body: [{ write: "data: last\n\n" }, { hold: true }] };

check("retry beyond every timer is a long wait, not a storm", "", async (t) => {
  const scenario = await t.server.create({
    responses: [{ body: [{ write: "retry: 3000000000\ndata: x\n\n" }] }],
    repeat: true,
  });
  const source = t.open(scenario.url);
  const error = await t.next(source, "error");
  t.ok(error.delay >= 3_000_000_000, `${error.delay} ms`);
  await t.pause(1000);
  t.equal((await scenario.log()).requests.length, 1);
});

check("retry: 0 from a server that ends each stream is no storm", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ body: [{ write: "retry: 0\n\n" }] }], repeat: true });
  t.open(scenario.url);
  await t.pause(3000);
  const { requests } = await scenario.log();
  t.ok(requests.length >= 2 && requests.length <= 8, `${requests.length} requests in 3 s`);
});

check("204 is final", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ status: 204 }], repeat: true });
  const source = t.open(scenario.url, { retry: { initialDelay: 10 } });
  t.equal((await t.next(source, "error")).reason, "no-content");
  await t.pause(300);
  t.equal((await scenario.log()).requests.length, 1);
});

check(
  "a 401 with the body of a stream dispatches nothing",
  "",
  async (t) => {
    const body = [{ write: "data: no\n\n" }, { sleep: 300 }];
    const scenario = await t.responses({ status: 401, headers: { "content-type": "text/event-stream" }, body });
    const source = t.open(scenario.url);
    const seen = t.record(source);
    await t.next(source, "error");
    await scenario.log("open:0", 10_000);
    t.same(
      seen.map(([type]) => type),
      ["error"],
    );
  },
  { timeout: 12_000 },
);

check(
  "ten rejected responses leave no connection behind",
  "",
  async (t) => {
    const held = { status: 503, headers: { "content-type": "text/plain" }, body: [{ write: "busy" }, { hold: true }] };
    const scenario = await t.server.create({ responses: Array(10).fill(held), otherwise: { status: 200, ...LAST } });
    const retry = { initialDelay: 5, factor: 1, jitterRatio: 0, shouldRetry: () => true };
    await t.next(t.open(scenario.url, { retry }), "message");
    const { openNow, requests } = await scenario.log("open:1", 10_000);
    t.equal(requests.length, 11);
    t.equal(openNow, 1);
  },
  { timeout: 20_000 },
);

check("close() in a handler leaves no connection and no timer", "", async (t) => {
  const scenario = await t.server.create({ responses: [{ body: [] }], repeat: true });
  const source = t.open(scenario.url, { retry: { initialDelay: 10 } });
  await new Promise((resolve) => {
    source.onerror = () => {
      source.close();
      resolve();
    };
  });
  await t.pause(200);
  t.equal((await scenario.log("open:0")).requests.length, 1);
});

check(
  "close() in an error event asks the caller for nothing more, even if the next attempt was due at once",
  "",
  async (t) => {
    const scenario = await t.server.create({ responses: [{ rawHead: "", body: [{ hold: true }] }], repeat: true });
    let asked = 0;
    const headers = () => {
      asked += 1;
      return {};
    };
    const source = t.open(scenario.url, { headers, connectTimeout: 50, retry: { initialDelay: 0 } });
    source.addEventListener("error", () => source.close());
    await t.next(source, "error");
    await t.pause(200);
    t.equal(asked, 1);
  },
);

check(
  "close() in an error event asks the caller for nothing more, even if a timer that is due fires before a message",
  "",
  async (t) => {
    const work = async (EventSource) => {
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (act, ms) => (ms > 0 ? setTimeout(act, ms) : queueMicrotask(act));
      let times = 0;
      const headers = () => {
        times += 1;
        return {};
      };
      // A body that a script fills ends in the task of the `open` event, so the `error` event waits for a message.
      const fetch = async () => new Response("", { headers: { "content-type": "text/event-stream" } });
      const source = new EventSource("/nowhere", { headers, fetch, retry: { initialDelay: 0 } });
      await new Promise((resolve) => {
        source.onerror = () => {
          source.close();
          resolve();
        };
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return times;
    };
    t.equal(await t.within("iframe", work, {}), 1);
  },
  { only: ["window"] },
);

check("an endless line is cut off at maxBufferSize, and the source comes back", "", async (t) => {
  const endless = {
    body: [{ write: "data: before\n\n" }, { write: "data: " }, { write: "x".repeat(200_000) }, { hold: true }],
  };
  const scenario = await t.responses(endless, { body: LAST.body });
  const source = t.open(scenario.url, { maxBufferSize: 100_000, retry: { initialDelay: 20 } });
  t.equal((await t.next(source, "message")).data, "before");
  const error = await t.next(source, "error");
  t.same([error.reason, error.willRetry], ["too-large", true]);
  await t.next(source, "message");
  const { requests } = await scenario.log("requests:2");
  t.equal(requests[0].closedBy, "client");
});

check("close() in a listener frees a connection whose next event is too large", "", async (t) => {
  const body = [{ write: `data: before\n\ndata: ${"x".repeat(2000)}` }, { hold: true }];
  const scenario = await t.responses({ body });
  const source = t.open(scenario.url, { maxBufferSize: 1000 });
  source.addEventListener("message", () => source.close());
  await t.next(source, "message");
  await scenario.log("open:0", 10_000);
});

check("a fetch of the caller's own whose stream closes the source when it is asked for more", "", async (t) => {
  let closed;
  const asked = new Promise((resolve) => {
    const pull = () => {
      try {
        source.close();
        closed = true;
      } finally {
        resolve();
      }
    };
    const headers = { "content-type": "text/event-stream" };
    const fetch = async () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
    const source = t.open(`${t.origin}/nowhere`, { fetch });
  });
  await asked;
  t.equal(closed, true);
});

check("events that a server repeats after a resumption are handed on as it sent them", "", async (t) => {
  const events = ["1", "2", "3"].map((data) => ({ id: data, data }));
  const again = { body: [{ replay: { count: 9, overlap: 1 } }, { hold: true }] };
  const scenario = await t.server.create({ events, responses: [{ body: [{ replay: { count: 2 } }] }, again] });
  const source = t.open(scenario.url, { retry: { initialDelay: 20 } });
  const heard = [];
  while (heard.at(-1) !== "3") {
    heard.push((await t.next(source, "message")).data);
  }
  t.same(heard, ["1", "2", "2", "3"]);
});

check("an id that is too large for the head of any request ends in a failure, and in no loop", "", async (t) => {
  const first = { body: [{ write: `retry: 10\nid: ${"7".repeat(20_000)}\ndata: x\n\n` }] };
  const tooLarge = { status: 431, text: "" };
  const scenario = await t.server.create({ responses: [first], otherwise: tooLarge });
  const source = t.open(scenario.url);
  t.equal((await t.next(source, "message")).lastEventId.length, 20_000);
  t.equal((await t.next(source, "error")).reason, "end");
  const error = await t.next(source, "error");
  t.same([error.reason, error.status, source.readyState], ["http", 431, 2]);
});

check(
  "a small body that unpacks to an endless line is cut off at maxBufferSize, too",
  "",
  async (t) => {
    const line = new Blob([`data: ${"x".repeat(20_000_000)}`]).stream().pipeThrough(new CompressionStream("gzip"));
    const packed = new Uint8Array(await new Response(line).arrayBuffer());
    const bytes = btoa(String.fromCharCode(...packed));
    const bomb = { headers: { "content-encoding": "gzip" }, body: [{ bytes }, { hold: true }] };
    const scenario = await t.responses(bomb, LAST);
    const source = t.open(scenario.url, { maxBufferSize: 100_000, retry: { initialDelay: 20 } });
    t.equal((await t.next(source, "error")).reason, "too-large");
    await t.next(source, "message");
  },
  { needs: () => typeof CompressionStream === "function" },
);
