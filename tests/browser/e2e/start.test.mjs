// The first source of a page: what it does before its first event, and in which task.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FOREVER, onPage, server } from "./class-on-page.mjs";

test("the request goes out before the WebAssembly is touched, which has a task of its own", async (t) => {
  const scenario = await server.create({ otherwise: { body: FOREVER } });
  const steps = await onPage(
    t,
    async ({ EventSource }, url) => {
      const steps = [];
      let task = 0;
      /** No step of the source takes so many microtasks. */
      const endTask = async () => {
        for (let count = 0; count < 100; count++) {
          await undefined;
        }
        task++;
      };
      const watch = (owner, name) => {
        const { [name]: real } = owner;
        owner[name] = (...given) => {
          steps.push([name, task]);
          endTask();
          return real.apply(owner, given);
        };
      };
      watch(globalThis, "fetch");
      for (const name of ["compile", "instantiate"]) {
        watch(WebAssembly, name);
      }
      const source = new EventSource(url);
      await new Promise((resolve) => {
        source.onmessage = resolve;
      });
      source.close();
      return steps;
    },
    scenario.url,
  );
  assert.deepEqual(steps, [
    ["fetch", 0],
    ["instantiate", 1],
  ]);
});

test("two sources that are made at once make two requests at once, and share what is loaded", async (t) => {
  const scenario = await server.create({ otherwise: { body: FOREVER } });
  const loaded = await onPage(
    t,
    async ({ EventSource }, url) => {
      let loaded = 0;
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = (...given) => {
        loaded++;
        return instantiate(...given);
      };
      const sources = [new EventSource(url), new EventSource(url)];
      await Promise.all(
        sources.map(
          (source) =>
            new Promise((resolve) => {
              source.onmessage = resolve;
            }),
        ),
      );
      for (const source of sources) {
        source.close();
      }
      return loaded;
    },
    scenario.url,
  );
  assert.equal(loaded, 1);
  assert.equal((await scenario.log()).requests.length, 2);
});

test("a source that its own headers function closes asks the server for nothing, and leaves no listener", async (t) => {
  const scenario = await server.create({ otherwise: { body: FOREVER } });
  const left = await onPage(
    t,
    async ({ EventSource }, url) => {
      const listeners = new Set();
      for (const target of [globalThis, document]) {
        const { addEventListener, removeEventListener } = target;
        target.addEventListener = (type, ...given) => {
          listeners.add(type);
          addEventListener.call(target, type, ...given);
        };
        target.removeEventListener = (type, ...given) => {
          listeners.delete(type);
          removeEventListener.call(target, type, ...given);
        };
      }
      const source = new EventSource(url, {
        headers: () => {
          source.close();
          return {};
        },
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      // The one for policies is the page's, and stays.
      listeners.delete("securitypolicyviolation");
      return [...listeners];
    },
    scenario.url,
  );
  assert.deepEqual(left, []);
  assert.equal((await scenario.log()).requests.length, 0);
});

test("a lone event takes no message, and a burst one for many events", async (t) => {
  const scenario = await server.create({
    responses: [
      {
        body: [
          { write: "data: lone\n\n" },
          { sleep: 300 },
          { write: "data: lone\n\n" },
          { sleep: 300 },
          { write: `${"data: x\n\n".repeat(4000)}data: end\n\n` },
          { hold: true },
        ],
      },
    ],
  });
  const messages = await onPage(
    t,
    async ({ EventSource }, url) => {
      let count = 0;
      const { postMessage } = MessagePort.prototype;
      MessagePort.prototype.postMessage = function (...given) {
        count++;
        return postMessage.apply(this, given);
      };
      const messages = [];
      const source = new EventSource(url);
      await new Promise((resolve) => {
        source.onmessage = ({ data }) => {
          if (data !== "x") {
            messages.push(count);
          }
          if (data === "end") {
            resolve();
          }
        };
      });
      source.close();
      return messages;
    },
    scenario.url,
  );
  const [first, second, end] = messages;
  assert.equal(second, first, "messages for the second event");
  // A message has 256 events after the first few, and at least 16 if they take the page long.
  assert.ok(end - second <= 4000 / 16 + 8, `${end - second} messages for 4,001 events`);
});
