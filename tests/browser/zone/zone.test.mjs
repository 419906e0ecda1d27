// With zone.js a source is what the browser's own is there: the same order, and no zone but those of its listeners.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { BROWSERS } from "../conformance/runner/browsers.mjs";
import { install, startServer, ZONES } from "./server.mjs";

const ends = [];
const browsers = {};
let server;

before(async () => {
  install();
  server = await startServer({ after: (end) => ends.push(end) });
  for (const name of ["chromium", "firefox"]) {
    browsers[name] = await BROWSERS[name]();
    ends.unshift(() => browsers[name].end());
  }
});

after(async () => {
  for (const end of ends) {
    await end();
  }
});

/** What the function gives in a page with zone.js; it gets our class and what is given. */
async function inPage({ browser = "chromium", version = "0.16", folder = "" }, work, ...given) {
  const address = server.page(
    `<script src="/zone-${version}.js"></script>`,
    `<script type="module">
      import { EventSource as Ours } from "${folder}/index.js";
      import "${folder}/shared.js";
      ${helpers}
      let result;
      try {
        result = await (${work})(Ours, ...${JSON.stringify(given)});
      } catch (error) {
        result = { error: String(error?.stack ?? error) };
      }
      fetch("/report", { method: "POST", body: JSON.stringify(result) });
    </script>`,
  );
  const reported = server.report();
  await browsers[browser].goto(address);
  const result = await reported;
  assert.equal(result?.error, undefined);
  return result;
}

const helpers = `
  const sleep = (ms) => new Promise((resolve) => Zone.root.run(() => setTimeout(resolve, ms)));
  /** A zone that notes what is scheduled and run in it. */
  const watchedZone = (name) => {
    const noted = { scheduled: [], run: 0, pending: false };
    const zone = Zone.root.fork({
      name,
      onScheduleTask(delegate, current, target, task) {
        noted.scheduled.push(task.type + " " + task.source);
        return delegate.scheduleTask(target, task);
      },
      onInvokeTask(delegate, current, target, task, self, given) {
        noted.run++;
        return delegate.invokeTask(target, task, self, given);
      },
      onHasTask(delegate, current, target, state) {
        delegate.hasTask(target, state);
        noted.pending = state.macroTask || state.microTask;
      },
    });
    return { zone, noted };
  };
  /** Settles when the source has had so many ticks. */
  const ticks = (source, count) => new Promise((resolve) => {
    let had = 0;
    Zone.root.run(() => source.addEventListener("tick", () => ++had === count && Zone.root.run(() => setTimeout(resolve, 50))));
  });
`;

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

test("in Node, zone.js changes no order either, and a source sets no timer in the zone that made it", () => {
  const script = `
    import "zone.js/node";
    const { EventSource } = await import("../../../dist/index.js");
    const scheduled = [];
    const zone = Zone.root.fork({ name: "A", onScheduleTask(delegate, current, target, task) {
      task.type === "macroTask" && scheduled.push(task.source);
      return delegate.scheduleTask(target, task);
    } });
    const text = Array.from({ length: 3000 }, (_, index) => "data: " + index + "\\n\\n").join("");
    const fetch = async () => new Response(text, { headers: { "Content-Type": "text/event-stream" } });
    const order = [];
    const source = zone.run(() => new EventSource("https://example.test/", { fetch, heartbeatTimeout: 1000 }));
    source.addEventListener("message", async ({ data }) => {
      order.push("event " + data);
      await null;
      order.push("reaction " + data);
    });
    source.onerror = () => {
      source.close();
      const bad = order.filter((one, index) => one !== (index % 2 ? "reaction " : "event ") + (index >> 1));
      console.log(order.length, bad.length, JSON.stringify(scheduled));
    };`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: new URL(".", import.meta.url),
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.deepEqual([stdout, stderr], ["6000 0 []\n", ""]);
});
