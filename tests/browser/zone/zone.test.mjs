// With zone.js a source is what the browser's own is there: the same order, and no zone but those of its listeners.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage } from "./in-page.mjs";
import { ZONES } from "./server.mjs";

const KINDS = [
  "Promise.resolve().then(note)",
  "queueMicrotask(note)",
  "(async () => { await null; note(); })()",
  "(async () => { for (let i = 0; i < 3; i++) { await null; } note(); })()",
  "Promise.resolve().then(() => {}).then(note)",
  "new Promise((resolve) => resolve(Promise.resolve())).then(note)",
];

for (const version of Object.keys(ZONES)) {
  test(`zone.js ${version}: reactions of a listener run before the next event`, async () => {
    const bad = await inPage(
      { version },
      async (Ours, kinds) => {
        const bad = {};
        for (const kind of kinds) {
          const order = [];
          const source = new Ours("/events?n=3000");
          const react = new Function("note", kind);
          source.addEventListener("tick", ({ data }) => {
            order.push(`event ${data}`);
            react(() => order.push(`reaction ${data}`));
          });
          await ticks(source, 3000);
          source.close();
          bad[kind] = order.filter((one, index) => one !== `${index % 2 ? "reaction" : "event"} ${index >> 1}`).length;
          bad[kind] += 6000 - order.length;
        }
        return bad;
      },
      KINDS,
    );
    assert.deepEqual(bad, Object.fromEntries(KINDS.map((kind) => [kind, 0])));
  });
}

for (const on of [{ browser: "chromium" }, { browser: "chromium", folder: "/without-await" }, { browser: "firefox" }]) {
  const where = `${on.browser}${on.folder ? ", async functions compiled away" : ""}`;

  test(`${where}: events, reactions and listeners of several zones come in the order of the browser's own`, async () => {
    const [ours, native] = await inPage(on, async (Ours) => {
      const orders = [];
      for (const EventSource of [Ours, globalThis.EventSource]) {
        const order = [];
        const source = new EventSource("/events?n=300");
        for (const name of ["root", "a", "b"]) {
          const zone = name === "root" ? Zone.root : Zone.root.fork({ name });
          zone.run(() =>
            source.addEventListener("tick", async ({ data }) => {
              order.push(`${data} ${name} ${Zone.current === zone}`);
              Promise.resolve().then(() => order.push(`${data} ${name} then ${Zone.current === zone}`));
              queueMicrotask(() => order.push(`${data} ${name} microtask`));
              await null;
              order.push(`${data} ${name} await`);
            }),
          );
        }
        await ticks(source, 300);
        source.close();
        orders.push(order);
      }
      return orders;
    });
    assert.equal(native.length, 300 * 12);
    assert.deepEqual(ours, native);
  });

  test(`${where}: nothing of a source is scheduled or run in the zone that made it`, async () => {
    const noted = await inPage(on, async (Ours) => {
      const { zone, noted } = watchedZone("A");
      const sources = zone.run(() => [
        new Ours("/events?n=3", { heartbeatTimeout: 60_000, connectTimeout: 60_000 }),
        new Ours("/events?n=300&every=1"),
        new Ours("/events?wait", { connectTimeout: 60_000 }),
        new Ours("/refused", { retry: { shouldRetry: () => true, initialDelay: 50 } }),
        new Ours("/events?n=5&every=5&shared", { shared: true }),
      ]);
      await ticks(sources[1], 300);
      // The page's first source was of the zone; one of no zone must not run there either.
      const later = new Ours("/events?n=300");
      await ticks(later, 300);
      await sleep(300);
      const before = { ...noted };
      zone.run(() => {
        for (const source of [...sources, later]) {
          source.close();
        }
      });
      await sleep(100);
      return [before, noted];
    });
    const nothing = { scheduled: [], run: 0, pending: false };
    assert.deepEqual(noted, [nothing, nothing]);
  });

  test(`${where}: of a listener's zone only the listener runs there, as with the browser's own`, async () => {
    const all = await inPage(on, async (Ours) => {
      const all = [];
      for (const EventSource of [Ours, globalThis.EventSource]) {
        const { zone, noted } = watchedZone("A");
        const source = new EventSource("/events?n=300");
        zone.run(() => source.addEventListener("tick", () => {}));
        await ticks(source, 300);
        source.close();
        all.push([noted.scheduled.map((task) => task.split(" ")[0]), noted.run]);
      }
      return all;
    });
    assert.deepEqual(all, [
      [["eventTask"], 300],
      [["eventTask"], 300],
    ]);
  });
}
