// A caller's functions run in the zones in which they were given, and a loop reads on in none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inPage } from "./in-page.mjs";

test("a caller's functions and handlers run in the zones in which they were given", async () => {
  const zones = await inPage({}, async (Ours) => {
    const zones = {};
    const note = (what) => {
      zones[what] ??= new Set();
      zones[what].add(Zone.current.name);
    };
    const [a, b] = ["a", "b"].map((name) => Zone.root.fork({ name }));
    const source = a.run(
      () =>
        new Ours("/events?n=20&every=10", {
          headers: () => {
            note("headers");
            return {};
          },
          parse: (data) => {
            note("parse");
            return data;
          },
          fetch: (...given) => {
            note("fetch");
            return fetch(...given);
          },
        }),
    );
    a.run(() => {
      source.onopen = () => note("onopen");
    });
    b.run(() => {
      source.onopen = () => note("onopen");
    });
    b.run(() => source.addEventListener("tick", () => note("listener of b")));
    await ticks(source, 20);
    source.close();
    const refused = a.run(
      () =>
        new Ours("/refused", {
          retry: {
            initialDelay: 10,
            shouldRetry: ({ attempt }) => {
              note("shouldRetry");
              return attempt < 3;
            },
          },
        }),
    );
    await b.run(
      () =>
        new Promise((resolve) => {
          refused.onerror = ({ willRetry }) => {
            note("onerror");
            willRetry || resolve();
          };
        }),
    );
    return Object.fromEntries(Object.entries(zones).map(([what, names]) => [what, [...names].join()]));
  });
  assert.deepEqual(zones, {
    headers: "a",
    fetch: "a",
    onopen: "b",
    parse: "a",
    "listener of b": "b",
    shouldRetry: "a",
    onerror: "b",
  });
});

test("a loop in a zone reads on in none", async () => {
  const [noted, had] = await inPage({}, async (Ours) => {
    const { zone, noted } = watchedZone("A");
    const had = [];
    await zone.run(async () => {
      for await (const { data } of new Ours("/events?n=200&every=1", { heartbeatTimeout: 60_000 })) {
        had.push(Number(data));
        if (had.length === 200) {
          break;
        }
      }
    });
    await sleep(100);
    return [{ macro: noted.scheduled.filter((task) => task.startsWith("macro")), pending: noted.pending }, had];
  });
  assert.deepEqual(noted, { macro: [], pending: false });
  assert.deepEqual(
    had,
    Array.from({ length: 200 }, (_, index) => index),
  );
});
