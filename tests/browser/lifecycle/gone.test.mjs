// Of pages, workers and sources that are gone, no connection is left.

import assert from "node:assert/strict";
import { test } from "node:test";
import { protocol } from "./browser.mjs";
import { hide, inWorker, numbered, opened, script, server } from "./page-with-source.mjs";

test("a page that is closed leaves no connection", async (t) => {
  const scene = await opened(t);
  await hide(scene);
  await scene.page.close();
  await scene.scenario.log("open:0");
});

test("a page that crashes leaves no connection", async (t) => {
  const scene = await opened(t);
  const session = await protocol(scene.browser.context, scene.page);
  session.send("Page.crash").catch(() => undefined);
  await scene.scenario.log("open:0");
});

test("a worker that is terminated with an open source leaves no connection", async (t) => {
  const scene = await opened(t);
  const scenario = await numbered();
  await inWorker(scene.page, scenario.url);
  await scene.page.evaluate(() => worker.terminate());
  await scenario.log("open:0");
});

test("two hundred sources, made and closed at once, leave nothing behind", async (t) => {
  const scene = await opened(t);
  const scenario = await server.create({ responses: [{ body: [{ hold: true }] }], repeat: true });
  const growth = await scene.page.evaluate(
    async ([module, url]) => {
      const { EventSource } = await import(module);
      const round = async () => {
        const sources = Array.from({ length: 200 }, () => new EventSource(url));
        await new Promise((resolve) => setTimeout(resolve, 50));
        for (const source of sources) {
          source.close();
        }
      };
      const states = [];
      for (let count = 0; count < 10; count += 1) {
        await round();
        states.push(performance.memory.usedJSHeapSize);
      }
      return states;
    },
    [script, scenario.url],
  );
  assert.ok(growth.at(-1) < growth[4] * 2 + 10_000_000, growth.join(", "));
  await scenario.log("open:0", 15_000);
});

test("a component that mounts twice, as in React's strict mode, connects once", async (t) => {
  const scene = await opened(t);
  const scenario = await server.create({
    responses: [{ body: [{ write: "data: x\n\n" }, { hold: true }] }],
    repeat: true,
  });
  await scene.page.evaluate(
    async ([module, url]) => {
      const { EventSource } = await import(module);
      new EventSource(url).close();
      await new Promise((resolve) => {
        new EventSource(url).onmessage = resolve;
      });
    },
    [script, scenario.url],
  );
  const { requests } = await scenario.log();
  assert.equal(requests.length, 1);
});
