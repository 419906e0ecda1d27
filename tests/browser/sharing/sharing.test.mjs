// What tabs share, and what they do not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { had, opened, scene, server } from "./scene.mjs";
import { events, numbers, openSource, pause, until } from "./tabs.mjs";

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
