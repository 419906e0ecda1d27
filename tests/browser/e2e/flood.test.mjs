// More events than the page can take at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./chromium.mjs";
import { onPage, script, server } from "./class-on-page.mjs";

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
