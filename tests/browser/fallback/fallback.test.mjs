// The default entry, and those around it, where WebAssembly is forbidden or missing, in real browsers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pause } from "../../support/until.mjs";
import { ENGINES, startEngines } from "./engines.mjs";
import { POLICIES, startSite } from "./site.mjs";

const STORY = "open 1/1 end open 2/2 end open 3/3";
const LINE = /^console: eventsource-wasm runs without WebAssembly here: .*(Content Security Policy|CSP).*\.$/;
const CORE = "/javascript-core.js";

let engines;

before(async () => {
  engines = await startEngines();
});
after(() => engines.end());

/** What a page told, without the lines of its console, which are the second list. */
async function visit(site, browser, script, query) {
  await browser.goto(site.page(script, query));
  const told = await site.told("last:");
  const isLine = (text) => text.startsWith("console:");
  return [told.filter((text) => !isLine(text)), told.filter(isLine)];
}

const THREE = [STORY, STORY, `last: ${STORY}`];

for (const name of ENGINES) {
  for (const policy of ["self", "nonce", "nonce and strict-dynamic"]) {
    for (const entry of ["index", "external"]) {
      test(`${name}, policy ${policy}: ${entry} runs on the JavaScript core, loads it once, and says why once`, async (t) => {
        const site = await startSite(t, POLICIES[policy]);
        const [told, lines] = await visit(site, engines[name], "entry", { entry });
        assert.deepEqual(told, THREE);
        assert.equal(lines.length, 1);
        assert.match(lines[0], LINE);
        assert.equal(site.count(CORE), 1);
        assert.equal(site.count(".wasm"), 0);
      });
    }
  }

  for (const policy of ["none", "self and wasm-unsafe-eval"]) {
    for (const entry of ["index", "external"]) {
      test(`${name}, policy ${policy}: ${entry} loads no JavaScript core and says nothing`, async (t) => {
        const site = await startSite(t, POLICIES[policy]);
        const [told, lines] = await visit(site, engines[name], "entry", { entry });
        assert.deepEqual([told, lines, site.count(CORE)], [THREE, [], 0]);
      });
    }
  }

  for (const [without, browser, query] of [
    ["in a browser without it", `${name} without WebAssembly`, {}],
    ["removed before the import", name, { without: "" }],
  ]) {
    for (const entry of ["index", "external"]) {
      test(`${name}, WebAssembly ${without}: ${entry} streams`, async (t) => {
        const site = await startSite(t);
        const [told, lines] = await visit(site, engines[browser], "entry", { entry, ...query });
        assert.deepEqual([told, lines.length, site.count(CORE)], [THREE, 1, 1]);
      });
    }
  }

  test(`${name}: the parser stream falls back, and createParser works once it has`, async (t) => {
    for (const [policy, query] of [
      ["self", {}],
      ["none", { without: "" }],
    ]) {
      const site = await startSite(t, POLICIES[policy]);
      const [[told], lines] = await visit(site, engines[name], "parser", query);
      assert.match(told, /^last: createParser: WebAssembly cannot .* \| 3 € \| 3 € \| at once$/);
      assert.deepEqual([lines.length, site.count("/javascript-parser-core.js"), site.count(CORE)], [1, 1, 0]);
    }
    const site = await startSite(t);
    const [told, lines] = await visit(site, engines[name], "parser");
    assert.deepEqual([told, lines], [["last: at once | 3 € | 3 € | at once"], []]);
    assert.equal(site.count("/javascript-parser-core.js"), 0);
  });

  test(`${name}: sources that would share have a connection each, and say why`, async (t) => {
    const site = await startSite(t, POLICIES.self);
    const [told, lines] = await visit(site, engines[name], "shared");
    assert.deepEqual(told, [STORY, `last: ${STORY}`]);
    assert.equal(lines.length, 2);
    assert.ok(
      lines.some((line) => /cannot share a connection.*no WebAssembly/.test(line)),
      String(lines),
    );
  });

  for (const kind of ["dedicated", "shared"]) {
    for (const entry of ["index", "external"]) {
      test(`${name}: ${entry} falls back in a ${kind} worker`, async (t) => {
        const site = await startSite(t, POLICIES.self);
        const [told, lines] = await visit(site, engines[name], "workers", { kind, entry });
        assert.deepEqual([told, site.count(CORE)], [[`last: ${STORY}`], 1]);
        // A worker's console may be another one than the page's.
        assert.equal(lines.length, 1);
      });
    }
  }

  test(`${name}: a service worker, which may not import, is told to import no-wasm, which works`, async (t) => {
    const site = await startSite(t, POLICIES.self);
    const [[first, second]] = await visit(site, engines[name], "workers", { kind: "service" });
    assert.match(first, /^closed: internal: .*JavaScript core.*In a service worker import eventsource-wasm\/no-wasm/);
    assert.deepEqual([second, site.count(CORE)], [`last: ${STORY}`, 0]);
  });

  test(`${name}: without the file the source fails, says what is missing, and leaves no connection`, async (t) => {
    let left;
    const site = await startSite(t, POLICIES.self, {
      "/dist/javascript-core.js": (response) => response.writeHead(404).end(),
      "/again": (response) => {
        left = site.open();
        response.end();
      },
    });
    const [[first, second]] = await visit(site, engines[name], "again");
    for (const text of [first, second]) {
      assert.match(
        text,
        /closed: internal: .*could not load its JavaScript core.*javascript-\*\.js.*The source is closed/,
      );
    }
    assert.equal(left, 0);
  });

  test(`${name}: the stream is requested at once, and its answer waits for the core`, async (t) => {
    let meanwhile;
    const site = await startSite(t, POLICIES.self, {
      "/dist/javascript-core.js": async (response) => {
        await pause(1500);
        meanwhile = [site.count("/events"), site.open()];
        site.serve("/dist/javascript-core.js", response);
      },
    });
    const [told] = await visit(site, engines[name], "entry", { entry: "index" });
    assert.deepEqual(told, THREE);
    // Both sources have a stream, which has ended by itself.
    assert.deepEqual(meanwhile, [2, 0]);
    assert.equal(site.count("/events"), 9);
  });

  test(`${name}: a source that is closed before its core arrives tells nothing and leaves no connection`, async (t) => {
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    const asked = (...names) => names.every((path) => site.count(path) > 0);
    const site = await startSite(t, POLICIES.self, {
      "/dist/javascript-core.js": async (response) => {
        await held;
        site.serve("/dist/javascript-core.js", response);
      },
      "/events": (response) => site.hold(response),
      "/both-asked": async (response) => {
        await site.until(() => asked("/events", CORE));
        response.end();
      },
      "/closed": async (response) => {
        await site.until(() => site.open() === 0);
        site.forget("/events");
        release();
        response.end();
      },
    });
    const [told] = await visit(site, engines[name], "closed");
    assert.deepEqual(told, [`last: ${STORY}`]);
    assert.equal(site.count(CORE), 1);
  });

  test(`${name}: external hides no other file in place of its WebAssembly`, async (t) => {
    const site = await startSite(t, POLICIES.none, {
      "/dist/eventsource_wasm.wasm": (response) =>
        response.setHeader("content-type", "text/html").end("<!doctype html>"),
    });
    const [told] = await visit(site, engines[name], "entry", { entry: "external" });
    assert.match(told[0], /closed: internal: .*could not load its WebAssembly from .*eventsource_wasm\.wasm/);
    assert.equal(site.count(CORE), 0);
  });
}
