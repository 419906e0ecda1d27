// A page that gets no lock or no channel uses a connection of its own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { had, opened, scene } from "./scene.mjs";
import { openSource, until } from "./tabs.mjs";

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
