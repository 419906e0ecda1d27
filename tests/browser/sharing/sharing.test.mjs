// What tabs share, and what they do not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser } from "../lifecycle/browser.mjs";
import { startServer } from "./server.mjs";
import { events, numbers, openSource, openTab, pause, seenOn, until } from "./tabs.mjs";

const opened = (seen) => seen.includes("open");
const had = (id) => (seen) => seen.includes(id);

let server;
let context;
const ends = [];

before(async () => {
  const whole = { after: (end) => ends.push(end) };
  server = await startServer(whole);
  ({ context } = await startBrowser(whole));
});

after(() => Promise.all(ends.map((end) => end())));

/** A stream of its own, and tabs that end with the test. */
async function scene(t, init = {}, { refuse, published = 0 } = {}) {
  const stream = server.stream(refuse);
  stream.publish(published);
  const join = async (options = init) => {
    const page = await openTab(context, server, stream, options);
    t.after(() => page.close());
    return page;
  };
  return { stream, join, page: await join() };
}

test("a tab that joins is open at once, and has the events from then on", async (t) => {
  const { stream, join, page } = await scene(t);
  await until(page, opened);
  stream.publish(3);
  await until(page, had(3));
  const joiner = await join();
  await until(joiner, opened);
  assert.equal(await joiner.evaluate(() => source.readyState), 1);
  stream.publish(3);
  assert.deepEqual(await until(joiner, had(6)), ["open", 4, 5, 6]);
  assert.equal(await joiner.evaluate(() => globalThis.last.origin), server.origin);
  assert.deepEqual([stream.requests.length, stream.mostOpen], [1, 1]);
});

test("a tab that joins with a last event ID has what it missed", async (t) => {
  const { stream, join, page } = await scene(t);
  await until(page, opened);
  stream.publish(5);
  await until(page, had(5));
  const joiner = await join({ initialLastEventId: "2" });
  stream.publish();
  assert.deepEqual(await until(joiner, had(6)), ["open", 3, 4, 5, 6]);
  assert.equal(stream.requests.length, 1);
});

test("what nobody holds any more is asked of the server, by a connection of one's own", async (t) => {
  const { join, page } = await scene(t, { initialLastEventId: "3" }, { published: 5 });
  await until(page, opened);
  const joiner = await join({ initialLastEventId: "1" });
  assert.deepEqual(events(await until(joiner, had(5))), numbers(2, 5));
  assert.deepEqual(events(await until(page, had(5))), [4, 5]);
});

test("sources of one tab, its frames and its workers share as well", async (t) => {
  const { stream, page } = await scene(t);
  await until(page, opened);
  await page.evaluate(async (url) => {
    const [{ EventSource }] = await Promise.all([import("/index.js"), import("/shared.js")]);
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.src = "/page";
    await new Promise((resolve) => frame.addEventListener("load", resolve));
    const script = `import { EventSource } from "${location.origin}/index.js"; import "${location.origin}/shared.js";
      new EventSource("${new URL(url, location)}", { shared: true }).onmessage = ({ data }) => postMessage(data);`;
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), { type: "module" });
    const inFrame = await frame.contentWindow.eval(`import("/shared.js").then(() => import("/index.js"))`);
    globalThis.others = { worker: [], frame: [], tab: [] };
    worker.onmessage = ({ data }) => others.worker.push(data);
    new inFrame.EventSource(url, { shared: true }).onmessage = ({ data }) => others.frame.push(data);
    new EventSource(url, { shared: true }).onmessage = ({ data }) => others.tab.push(data);
  }, stream.path);
  await pause(500);
  stream.publish(2);
  await until(page, had(2));
  await page.waitForFunction(() => Object.values(others).every((data) => data.length === 2));
  assert.equal(stream.requests.length, 1);
});

test("a lost connection is told to all, with what comes next, and one tab comes back for all", async (t) => {
  const { stream, join, page } = await scene(t, { retry: { initialDelay: 100 } });
  await until(page, opened);
  const other = await join();
  await until(other, opened);
  stream.publish();
  await Promise.all([page, other].map((tab) => until(tab, had(1))));
  stream.cut();
  stream.publish();
  for (const tab of [page, other]) {
    assert.deepEqual(await until(tab, had(2)), ["open", 1, "network", "open", 2]);
    assert.match(await tab.evaluate(() => globalThis.error.message), /broke off. The next attempt follows in \d+ ms/);
  }
  assert.deepEqual([stream.requests.length, stream.requests[1].lastEventId], [2, "1"]);
});

test("a refusal closes all, and each is told status, headers and body", async (t) => {
  let refused = false;
  const options = { retry: { initialDelay: 100 }, readErrorBody: true };
  const { stream, join, page } = await scene(t, options, { refuse: () => (refused ? 403 : undefined) });
  await until(page, opened);
  const tabs = [page];
  for (let index = 0; index < 5; index++) {
    tabs.push(await join());
    await until(tabs.at(-1), opened);
  }
  refused = true;
  stream.cut();
  for (const tab of tabs) {
    assert.deepEqual(await until(tab, had("http")), ["open", "network", "http"]);
    const told = await tab.evaluate(() => {
      const { status, statusText, headers, body, willRetry } = globalThis.error;
      return [status, statusText, headers.get("x-why"), body, willRetry, source.readyState];
    });
    assert.deepEqual(told, [403, "Forbidden", "so", "no", false, 2]);
  }
  await pause(300);
  assert.equal(stream.requests.length, 2, "nobody asks again");
});

test("a token is refreshed in one tab only", async (t) => {
  let token = "Bearer 1";
  const refuse = ({ headers }) => (headers.authorization === token ? undefined : 401);
  const { stream, join, page } = await scene(t, { shared: "user 1", tokens: true }, { refuse });
  await until(page, opened);
  const tabs = [page, await join()];
  await until(tabs[1], opened);
  stream.publish();
  await Promise.all(tabs.map((tab) => until(tab, had(1))));
  token = "Bearer 2";
  stream.cut();
  stream.publish();
  for (const tab of tabs) {
    assert.deepEqual(events(await until(tab, had(2))), [1, 2]);
  }
  const refreshed = await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.refreshes)));
  assert.deepEqual(refreshed, [1, 0]);
  assert.deepEqual(
    stream.requests.map(({ authorization }) => authorization),
    ["Bearer 1", "Bearer 1", "Bearer 2"],
  );
});

test("other options, other headers, another name: another connection", async (t) => {
  const { stream, page } = await scene(t);
  const others = [
    { shared: "a" },
    { shared: "b" },
    { headers: { Authorization: "Bearer 1" } },
    { headers: { Authorization: "Bearer 2" } },
    { withCredentials: true },
  ];
  for (const init of others) {
    await openSource(page, stream, init);
    await until(page, opened);
  }
  assert.equal(stream.requests.length, 1 + others.length);
  await openSource(page, stream, { headers: { authorization: "Bearer 2" } });
  await until(page, opened);
  assert.equal(stream.requests.length, 1 + others.length, "the same headers, written otherwise");
});

test("who cannot be told apart must give a name", async (t) => {
  const { page, stream } = await scene(t);
  const thrown = await page.evaluate(async (url) => {
    const [{ EventSource }] = await Promise.all([import("/index.js"), import("/shared.js")]);
    return [{ headers: () => ({}) }, { fetch }, { method: "POST", body: () => "1" }, { shared: "" }].map((init) => {
      try {
        new EventSource(url, { shared: true, ...init });
        return "nothing";
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    });
  }, stream.path);
  assert.match(thrown[0], /^TypeError: shared: .*headers.*name/);
  assert.match(thrown[1], /^TypeError: shared: .*fetch.*name/);
  assert.match(thrown[2], /^TypeError: shared: .*body.*name/);
  assert.match(thrown[3], /^TypeError: shared: expected/);
});

test("without its import the option throws, and says what to import", async (t) => {
  const { page, stream } = await scene(t);
  await page.reload();
  const message = await page.evaluate(async (url) => {
    const { EventSource } = await import("/index.js");
    try {
      new EventSource(url, { shared: true });
    } catch (error) {
      return String(error);
    }
  }, stream.path);
  assert.match(message, /^TypeError: shared: import "eventsource-wasm\/shared"/);
});

test("a page that gets no locks uses a connection of its own, and says so once", async (t) => {
  const { stream, page } = await scene(t);
  await until(page, opened);
  const said = [];
  page.on("console", (message) => message.type() === "warning" && said.push(message.text()));
  await page.evaluate(() => {
    delete Navigator.prototype.locks;
  });
  await openSource(page, stream);
  await openSource(page, stream);
  stream.publish();
  await until(page, had(1));
  assert.equal(stream.requests.length, 3);
  assert.equal(said.length, 1);
  assert.match(said[0], /Web Locks/);
});

test("a frame with an opaque origin uses a connection of its own as well", async (t) => {
  const { stream, page } = await scene(t);
  await until(page, opened);
  await page.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts";
    frame.srcdoc = `<script type="module">
      import { EventSource } from "${location.origin}/index.js";
      import "${location.origin}/shared.js";
      const source = new EventSource("${new URL(url, location)}", { shared: true });
      source.onopen = () => parent.postMessage("open", "*");
      source.onmessage = ({ data }) => parent.postMessage(data, "*");
    </script>`;
    globalThis.told = [];
    addEventListener("message", ({ data }) => told.push(data));
    document.body.append(frame);
  }, stream.path);
  await page.waitForFunction(() => told.includes("open"));
  stream.publish();
  await page.waitForFunction(() => told.includes("1"));
  assert.equal(stream.requests.length, 2);
});

test("where the platform throws for its channel or its lock, a source has a connection of its own, and says so once", async (t) => {
  const refusals = {
    "the channel": () => {
      globalThis.BroadcastChannel = class {
        constructor() {
          throw new DOMException("not here", "SecurityError");
        }
      };
    },
    "the lock": () => {
      navigator.locks.request = () => {
        throw new DOMException("not here", "SecurityError");
      };
    },
    "the lock, later": () => {
      navigator.locks.request = async () => {
        throw new DOMException("not here", "SecurityError");
      };
    },
    "the lock manager": () => {
      Object.defineProperty(navigator, "locks", {
        get() {
          throw new DOMException("not here", "SecurityError");
        },
      });
    },
    "the digest": () => {
      crypto.subtle.digest = async () => {
        throw new DOMException("not here", "OperationError");
      };
    },
  };
  for (const [what, refuse] of Object.entries(refusals)) {
    const { stream, page } = await scene(t);
    await until(page, opened);
    const said = [];
    page.on("console", (message) => said.push(`${message.type()} ${message.text().slice(0, 30)}`));
    page.on("pageerror", (error) => said.push(String(error)));
    await page.evaluate(() => source.close());
    await page.evaluate(refuse);
    await openSource(page, stream, { initialLastEventId: "0" });
    stream.publish(2);
    assert.deepEqual(await until(page, had(2)), ["open", 1, 2], what);
    await openSource(page, stream);
    await until(page, opened);
    assert.equal(stream.requests.length, 3, what);
    assert.deepEqual(said, ["warning eventsource-wasm: this page ca"], what);
    // A browser opens six connections to one origin.
    await page.close();
  }
});

test("a lock that is taken away is no reason to lose an event or to have one twice", async (t) => {
  const { stream, page } = await scene(t);
  await until(page, opened);
  stream.publish(3);
  await until(page, had(3));
  await page.evaluate(async () => {
    const { held } = await navigator.locks.query();
    navigator.locks.request(held[0].name, { steal: true }, () => new Promise(() => {}));
  });
  await stream.asked(2);
  assert.equal(stream.requests[1].lastEventId, "3");
  stream.publish(3);
  assert.deepEqual(events(await until(page, had(6))), numbers(1, 6));
});

test("a page's own events with the browser's names change nothing", async (t) => {
  const { stream, join, page } = await scene(t);
  await until(page, opened);
  const other = await join();
  await until(other, opened);
  for (const tab of [page, other]) {
    await tab.evaluate(() => {
      const widget = document.body.appendChild(document.createElement("div"));
      for (const type of ["freeze", "pagehide", "resume", "pageshow", "visibilitychange", "offline"]) {
        for (const target of [widget, document, globalThis]) {
          target.dispatchEvent(new CustomEvent(type, { bubbles: true }));
        }
      }
    });
  }
  stream.publish(2);
  for (const tab of [page, other]) {
    assert.deepEqual(await until(tab, had(2)), ["open", 1, 2]);
  }
  assert.equal(stream.requests.length, 1);
  const { held, pending } = await page.evaluate(() => navigator.locks.query());
  assert.deepEqual([held.length, pending.length], [1, 1]);
});

test("what makes no sense is ignored", async (t) => {
  const { stream, join, page } = await scene(t);
  await until(page, opened);
  const other = await join();
  await until(other, opened);
  await other.evaluate(async () => {
    const { held } = await navigator.locks.query();
    const channel = new BroadcastChannel(held[0].name);
    const payload = (more) => ({ segments: ["abc"], table: new Uint32Array([0, 0, 0, 0, 0, 3]), detail: {}, ...more });
    const nonsense = [
      payload({ segments: [7] }),
      payload({ segments: undefined }),
      payload({ table: [0, 0, 0, 0, 0, 3] }),
      payload({ table: new Uint32Array([0, 0, 0, 0, 0, 4]) }),
      payload({ table: new Uint32Array([0, 0, 0]) }),
      payload({ detail: undefined }),
      payload({ detail: { url: 7 } }),
      payload({ detail: { response: { headers: 7 } } }),
      7,
      null,
    ];
    const numbers = (...given) => Float64Array.from({ length: 11 }, (_, index) => given[index] ?? 0);
    const [lead, item, hello, welcome] = [0, 1, 2, 3].map((code) => numbers(code));
    for (const message of [
      ...[null, 7, "x", {}, [], [1], [lead], [[0], undefined, []], [Float64Array.of(0), undefined, []]],
      ...nonsense.map((one) => [item, undefined, [one]]),
      ...nonsense.map((one) => [welcome, "1", [one]]),
      [item, 7, []],
      [item, undefined, []],
      [hello, undefined, []],
      [welcome, undefined, [payload()]],
      [numbers(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), undefined, [payload()]],
      [numbers(1, Number.NaN, -1, 1e99, 2), undefined, [payload()]],
      [numbers(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7), "", [payload()]],
    ]) {
      channel.postMessage(message);
    }
  });
  stream.publish(2);
  assert.deepEqual(await until(other, had(2)), ["open", 1, 2]);
  assert.deepEqual(await until(page, had(2)), ["open", 1, 2]);
  assert.deepEqual(await seenOn(page), ["open", 1, 2]);
});
