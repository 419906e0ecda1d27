// The packed package's files in the oldest Chromium that docs/versions.md promises, and in those around the versions in
// which browsers got what the package could take for granted by mistake: to compile on the main thread, `URL.canParse`. Then
// without WebAssembly, and without its SIMD as far as a browser can still be told so: there the entries fall back.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { installLocked } from "../e2e/package.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const versions = Object.keys(JSON.parse(readFileSync(here("package.json"), "utf8")).dependencies);

const TOLD = {
  stream: "a b at once",
  others: "open 1/1 end open 2/2 end open 3/3",
};

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

/** Ms for one story. */
const LIMIT = 20_000;

/** They are programs for it alone. */
const skip = process.platform !== "linux" || process.arch !== "x64";

before(() => skip || installLocked(here(".")));

for (const version of versions) {
  for (const entry of ["index", "external", "no-wasm", "shared", "stream"]) {
    test(`${version}, ${entry}`, { skip, timeout: 2 * LIMIT }, async (t) => {
      assert.deepEqual(await storyIn(t, version, entry), [TOLD[entry] ?? TOLD.others, 0]);
    });
  }
  for (const flag of version === "chromium-92" ? ["--jitless", "--no-experimental-wasm-simd"] : ["--jitless"]) {
    for (const entry of ["index", "external", "shared", "stream"]) {
      test(`${version} with ${flag}, ${entry}`, { skip, timeout: 2 * LIMIT }, async (t) => {
        const told = await storyIn(t, version, entry, [`--js-flags=${flag}`]);
        assert.deepEqual(told, [TOLD[entry] ?? TOLD.others, 1]);
      });
    }
  }
}

/** What the page told, or why there is no page, and how many JavaScript cores it has loaded. */
async function storyIn(t, version, entry, flags = []) {
  let cores = 0;
  const told = await new Promise((resolve) => {
    const server = createServer((request, response) => {
      cores += Number(request.url.startsWith("/dist/javascript-"));
      answer(request, response, resolve);
    });
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    server.listen(0, "127.0.0.1", () => {
      const profile = mkdtempSync(join(tmpdir(), "old-browser-"));
      const address = `http://127.0.0.1:${server.address().port}/?entry=${entry}`;
      const browser = spawn(programOf(version), [...ARGUMENTS, ...flags, `--user-data-dir=${profile}`, address]);
      let said = "";
      browser.stderr.on("data", (data) => {
        said += data;
      });
      browser.on("exit", (code) => resolve(`the browser ended with ${code}: ${said}`));
      const timer = setTimeout(() => resolve(`nothing was told: ${said}`), LIMIT);
      t.after(async () => {
        clearTimeout(timer);
        const ended = new Promise((end) => browser.once("close", end));
        browser.kill("SIGKILL");
        await ended;
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      });
    });
  });
  return [told, cores];
}

const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"];

/** Unpacked once, where npm has put it. */
function programOf(version) {
  const program = here(`node_modules/${version}/chromium`);
  if (!existsSync(program)) {
    writeFileSync(program, brotliDecompressSync(readFileSync(here(`node_modules/${version}/bin/chromium.br`))));
    chmodSync(program, 0o755);
  }
  return program;
}

function answer(request, response, told) {
  const { pathname } = new URL(request.url, "http://server");
  if (pathname === "/told") {
    request.setEncoding("utf8").on("data", told);
    response.end();
  } else if (pathname === "/events") {
    stream(request, response);
  } else if (pathname === "/short") {
    response.setHeader("Content-Type", "text/event-stream");
    response.end("data: a\n\ndata: b\n\n");
  } else {
    const page = '<!doctype html><meta charset="utf-8"><script type="module" src="/story.js"></script>';
    const file = pathname === "/story.js" ? here("story.js") : here(`../../..${pathname}`);
    response.setHeader("Content-Type", pathname === "/" ? TYPES[".html"] : (TYPES[extname(file)] ?? "text/plain"));
    response.end(pathname === "/" ? page : existsSync(file) ? readFileSync(file) : "");
  }
}

/** An event after the last one; the first two streams end with it. */
function stream({ headers }, response) {
  if (headers.authorization !== "Bearer new") {
    response.writeHead(401).end();
    return;
  }
  const id = Number(headers["last-event-id"] ?? 0) + 1;
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.write(`id: ${id}\ndata: ${id}\n\n`);
  if (id < 3) {
    response.end();
  }
}
