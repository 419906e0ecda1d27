// The examples with frameworks in Rust, built and used.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { wasmEnvironment } from "../../../../scripts/setup/environment.mjs";
import { openPage } from "../../../browser/e2e/chromium.mjs";
import { protocol, startBrowser } from "../../../browser/lifecycle/browser.mjs";
import { startScenarioServer } from "../../../support/scenario-server/server.mjs";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = '<!doctype html><div id="main"></div><script type="module">import init from "./app.js"; init();</script>';

for (const framework of ["leptos", "yew", "dioxus"]) {
  test(`a component of ${framework} shows a stream while it is there, and leaves no connection when it goes`, async (t) => {
    const app = await serve(t, framework);
    const page = await openPage(t);
    await page.goto(app.url);
    await page.getByText("Lima from gate 8").waitFor();
    assert.equal(await page.getByRole("status").textContent(), "live");
    assert.equal(await page.getByRole("listitem").count(), 2);
    await page.getByRole("button").click();
    await app.stream.log("open:0");
    await page.getByRole("button").click();
    await page.getByText("Lima from gate 8").waitFor();
    assert.equal((await app.stream.log()).requests.length, 2);
  });
}

// What no script can announce: `tests/browser/crate/page.rs` imitates it.
test("a page in Rust that the browser freezes, or takes the network from, has its stream back at once", async (t) => {
  const app = await serve(t, "leptos");
  const { context } = await startBrowser(t);
  const [page] = context.pages();
  const session = await protocol(context, page);
  await page.goto(app.url);
  await page.getByText("Lima from gate 8").waitFor();

  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await app.stream.log("open:0");
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await app.stream.log("requests:2");
  await app.stream.log("open:1");

  const offline = (is) =>
    session.send("Network.emulateNetworkConditions", {
      offline: is,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  await session.send("Network.enable");
  await offline(true);
  await app.stream.cut("reset");
  await page.getByText("the next attempt follows").waitFor();
  const since = Date.now();
  await offline(false);
  await app.stream.log("requests:3");
  assert.ok(Date.now() - since < 2000, "an ordinary wait takes 3 s");
});

/** Its page, and the scenario of its stream. */
async function serve(t, framework) {
  const files = built(framework);
  const departures = ["Oslo", "Lima"].map((destination, index) => ({
    event: { data: JSON.stringify({ destination, gate: index + 7 }) },
  }));
  let stream;
  const answer = ({ url }, response) => {
    if (url === "/departures") {
      response.writeHead(307, { location: stream.url }).end();
      return true;
    }
    if (url === "/app.html") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
      return true;
    }
    const content = files.get(url);
    if (content) {
      response.writeHead(200, { "content-type": TYPES[extname(url)] }).end(content);
    }
    return content !== undefined;
  };
  const server = await startScenarioServer({ pages: answer });
  t.after(() => server.close());
  const body = [...departures, { hold: true }];
  stream = await server.create({ requireAuthorization: "Bearer example", responses: [{ body }], repeat: true });
  return { url: `${server.origin}/app.html`, stream };
}

/** Its files by their paths. */
function built(framework) {
  const target = join(root, "target", framework);
  const manifest = join(root, `examples/${framework}/Cargo.toml`);
  const options = { env: wasmEnvironment({ CARGO_TARGET_DIR: target }), stdio: ["ignore", "inherit", "inherit"] };
  const build = ["build", "--target", "wasm32-unknown-unknown", "--manifest-path", manifest];
  execFileSync("cargo", build, options);
  const wasm = join(target, `wasm32-unknown-unknown/debug/eventsource-wasm-with-${framework}.wasm`);
  const web = join(target, "web");
  execFileSync("wasm-bindgen", ["--target", "web", "--out-dir", web, "--out-name", "app", wasm], options);
  const all = readdirSync(web, { recursive: true }).filter((file) => extname(file) in TYPES);
  return new Map(all.map((file) => [`/${file}`, readFileSync(join(web, file))]));
}
