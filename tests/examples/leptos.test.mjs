// The example with Leptos, built and used.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { wasmEnvironment } from "../../scripts/setup/environment.mjs";
import { openPage } from "../e2e/chromium.mjs";
import { startScenarioServer } from "../server/server.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = join(root, "target/leptos");

test("a Leptos component shows a stream while it is there, and leaves no connection when it goes", async (t) => {
  const page = await openPage(t);
  const files = built();
  const departures = ["Oslo", "Lima"].map((destination, index) => ({
    event: { data: JSON.stringify({ destination, gate: index + 7 }) },
  }));
  let stream;
  const server = await startScenarioServer({ pages: (request, response) => serve(files, stream, request, response) });
  t.after(() => server.close());
  const body = [...departures, { hold: true }];
  stream = await server.create({ requireAuthorization: "Bearer example", responses: [{ body }], repeat: true });

  await page.goto(`${server.origin}/app.html`);
  await page.getByText("Lima from gate 8").waitFor();
  assert.equal(await page.getByRole("status").textContent(), "live");
  assert.equal(await page.getByRole("listitem").count(), 2);
  await page.getByRole("button").click();
  await stream.log("open:0");
});

/** Its files by their paths. */
function built() {
  const manifest = join(root, "examples/leptos/Cargo.toml");
  const options = { env: wasmEnvironment({ CARGO_TARGET_DIR: target }), stdio: ["ignore", "inherit", "inherit"] };
  execFileSync("cargo", ["build", "--target", "wasm32-unknown-unknown", "--manifest-path", manifest], options);
  const wasm = join(target, "wasm32-unknown-unknown/debug/eventsource-wasm-with-leptos.wasm");
  const web = join(target, "web");
  execFileSync("wasm-bindgen", ["--target", "web", "--out-dir", web, "--out-name", "app", wasm], options);
  return {
    "/app.html": ["text/html", '<!doctype html><script type="module">import init from "./app.js"; init();</script>'],
    "/app.js": ["text/javascript", readFileSync(join(web, "app.js"))],
    "/app_bg.wasm": ["application/wasm", readFileSync(join(web, "app_bg.wasm"))],
  };
}

/** The server's `pages`; the example's stream is the scenario's. */
function serve(files, stream, { url }, response) {
  if (url === "/departures") {
    response.writeHead(307, { location: stream.url }).end();
    return true;
  }
  const [type, content] = files[url] ?? [];
  if (content) {
    response.writeHead(200, { "content-type": type }).end(content);
  }
  return content !== undefined;
}
