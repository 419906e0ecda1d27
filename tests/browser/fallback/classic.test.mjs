// The classic script where WebAssembly is forbidden: it finds the second file beside it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ENGINES, startEngines } from "./engines.mjs";
import { POLICIES, startSite } from "./site.mjs";

const STORY = "last: open 1/1 end open 2/2 end open 3/3";
const CORE = "/dist/javascript-core.js";

let engines;

before(async () => {
  engines = await startEngines(ENGINES);
});
after(() => engines.end());

/** What the page told last, of a classic script with these attributes, behind `html`. */
async function visit(site, browser, classic, html = "") {
  await browser.goto(site.page("classic", { classic, html }));
  return (await site.told("last:")).at(-1);
}

for (const name of ENGINES) {
  for (const policy of ["self", "nonce", "nonce and strict-dynamic"]) {
    test(`${name}, policy ${policy}: the script loads the file beside it`, async (t) => {
      const site = await startSite(t, POLICIES[policy]);
      assert.equal(await visit(site, engines[name], 'src="/dist/eventsource-wasm.js?v=1"'), STORY);
      assert.deepEqual(site.count(CORE), 1);
    });
  }

  test(`${name}: the script loads nothing else where it can compile WebAssembly`, async (t) => {
    const site = await startSite(t);
    assert.equal(await visit(site, engines[name], 'src="/dist/eventsource-wasm.js"'), STORY);
    assert.equal(site.count(CORE), 0);
  });

  test(`${name}: the script of another origin loads the file beside it there`, async (t) => {
    const other = await startSite(t);
    const site = await startSite(t, { policy: `script-src 'self' ${other.origin}` });
    assert.equal(await visit(site, engines[name], `src="${other.origin}/dist/eventsource-wasm.js"`), STORY);
    assert.deepEqual([site.count(CORE), other.count(CORE)], [0, 1]);
  });

  test(`${name}: the script that a CDN serves by the package's name loads the package's file`, async (t) => {
    const path = "/npm/eventsource-wasm@0.1.0";
    const answers = {
      [path]: (response) => site.serve("/dist/eventsource-wasm.js", response),
      [path + CORE]: (response) => site.serve(CORE, response),
    };
    const site = await startSite(t, POLICIES.self, answers);
    assert.equal(await visit(site, engines[name], `src="${path}"`), STORY);
    assert.equal(site.count(`${path}${CORE}`), 1);
  });

  test(`${name}: a script may be told where the file is`, async (t) => {
    const answers = {
      "/js/es-1f.js": (response) => site.serve("/dist/eventsource-wasm.js", response),
      "/js/core-2e.js": (response) => site.serve(CORE, response),
    };
    const site = await startSite(t, POLICIES.self, answers);
    assert.equal(await visit(site, engines[name], 'src="/js/es-1f.js" data-javascript-core="/js/core-2e.js"'), STORY);
    assert.equal(site.count("/js/core-2e.js"), 1);
  });

  test(`${name}: a script without its file says what it lacks`, async (t) => {
    const answers = { "/js/es.js": (response) => site.serve("/dist/eventsource-wasm.js", response) };
    const site = await startSite(t, POLICIES.self, answers);
    assert.match(await visit(site, engines[name], 'src="/js/es.js"'), /closed: internal: .*javascript-\*\.js/);
    assert.equal(site.count("/js/javascript-core.js"), 1);
  });

  test(`${name}: no element of the page takes the script's place`, async (t) => {
    const site = await startSite(t, POLICIES.self);
    const html = '<img name="currentScript" src="/strange/a.js" data-javascript-core="/strange/b.js">';
    assert.equal(await visit(site, engines[name], 'src="/dist/eventsource-wasm.js"', html), STORY);
    assert.equal(site.count(CORE), 1);
  });

  test(`${name}: a classic worker's script loads the file beside it`, async (t) => {
    const site = await startSite(t, POLICIES.self);
    await engines[name].goto(site.page("workers", { kind: "classic" }));
    assert.deepEqual(await site.told("last:"), ["last: 3"]);
    assert.equal(site.count(CORE), 1);
  });
}
