// Every JavaScript and TypeScript block of the documentation is compiled against the types of the built package, and run
// in Chromium against a server. One that imports nothing goes on where the imports are in place already. A block of HTML is
// a page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { openPage } from "../../browser/e2e/chromium.mjs";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { blocks, root } from "./markdown.mjs";
import { STREAMS } from "./streams.mjs";

const folder = join(root, "build/docs");
/** A listener may throw at the second event, too. */
const WHAT_ELSE_COMES = 300;
const IMPORTS = 'import { EventSource, isTransient } from "eventsource-wasm"; ';

const given = readFileSync(new URL("given.js", import.meta.url), "utf8");

const named = (block) => ({ ...block, name: `${block.page}.${block.line}` });
const all = blocks("js", "ts")
  .filter(({ code }) => !isExample(code)) // which runs in its framework
  .filter(({ page }) => page !== "docs/ecosystem.md") // whose code runs in its libraries: tests/ecosystem
  .map(named);
// Files that the reader writes are put together by newcomer.test.mjs.
const isLoose = ({ info }) => !info.includes(".");
const programs = all.filter(isLoose);
const runnable = [...programs, ...blocks("html").filter(isLoose).map(named)];

rmSync(folder, { recursive: true, force: true });
for (const { name, line, language, code } of all) {
  const imports = /^(import|export) /m.test(code) ? "" : IMPORTS;
  write(`blocks/${name}.${language}`, "\n".repeat(line - 1) + imports + code);
}

test("every block compiles, by the types of the built package", () => {
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", "tests/docs/pages"], { cwd: root, stdio: ["ignore", 2, 2] });
});

test("no block is Rust: examples in Rust stand in the sources, where rustdoc compiles them", () => {
  assert.deepEqual(blocks("rust", "rs"), []);
});

let server;
/** Where the streams are on the scenario server, for the block that runs. */
let places;
/** Requests to addresses that no stream has. */
let astray;

before(async () => {
  await build({
    absWorkingDir: folder,
    entryPoints: programs.map(({ name, language }) => `blocks/${name}.${language}`),
    outdir: "out",
    bundle: true,
    format: "esm",
    logLevel: "warning",
    // The built package, as its users have it: our own settings lead to the sources.
    tsconfigRaw: {},
  });
  server = await startScenarioServer({ pages });
});

after(() => server.close());

for (const { page, line, name, code } of runnable) {
  test(`${page}, line ${line}`, async (t) => {
    astray = [];
    places = {};
    for (const [path, scenario] of Object.entries(STREAMS)) {
      places[path] = await server.create(scenario);
    }
    const tab = await openPage(t);
    await tab.goto(`${server.origin}/docs/${name}.html`);
    await tab.waitForFunction(speaks(code) ? "heard.length > 0" : "window.done", null, { timeout: 10_000 });
    await tab.waitForTimeout(WHAT_ELSE_COMES);
    assert.deepEqual(astray, []);
    assert.ok(code.includes("createEventServer(") || (await streamsOpened()) > 0, "no stream was opened");
  });
}

/** Whether a block does something with what it gets. */
function speaks(code) {
  return /\b(show|append|store|console\.log|postMessage)\b/.test(code);
}

async function streamsOpened() {
  const logs = await Promise.all(Object.values(places).map(({ log }) => log()));
  return logs.flatMap(({ requests }) => requests).filter(({ response }) => response === 0).length;
}

/** The page of a block, what it is made of, and the streams. */
function pages(request, response) {
  const path = request.url.split("?")[0];
  const [, block] = /^\/docs\/(.*)\.html$/.exec(path) ?? [];
  if (block) {
    return answer(response, "text/html", documentOf(block));
  }
  if (path.endsWith(".wasm")) {
    return answer(response, "application/wasm", readFileSync(join(root, "dist/eventsource_wasm.wasm")));
  }
  if (path.startsWith("/node_modules/eventsource-wasm/")) {
    return answer(
      response,
      "text/javascript",
      readFileSync(join(root, path.replace("/node_modules/eventsource-wasm/", ""))),
    );
  }
  if (path.startsWith("/docs/")) {
    return answer(response, "text/javascript", readFileSync(join(folder, "out", path.slice("/docs/".length))));
  }
  if (path === "/api/token") {
    return answer(response, "application/json", '{ "token": "fresh" }');
  }
  if (places?.[path]) {
    request.url = new URL(places[path].url).pathname;
  } else if (!/^\/(s|log|scenarios|favicon)/.test(path)) {
    astray.push(path);
  }
  return false;
}

function documentOf(name) {
  const { info, language, code } = runnable.find((block) => block.name === name);
  const head = `<!doctype html><title>${name}</title><script>${given}</script>`;
  if (language === "html") {
    return head + code;
  }
  const start =
    info === "worker"
      ? `new Worker("/docs/${name}.js", { type: "module" }).onmessage = ({ data }) => show(data);`
      : `await import("/docs/${name}.js"); window.done = true;`;
  return `${head}\n<script type="module">${start}</script>`;
}

function answer(response, type, body) {
  response.writeHead(200, { "content-type": type }).end(body);
  return true;
}

function isExample(code) {
  return readdirSync(join(root, "examples/testing"))
    .filter((name) => name.endsWith(".test.js"))
    .some((name) => readFileSync(join(root, "examples/testing", name), "utf8").includes(code));
}

function write(name, text) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
