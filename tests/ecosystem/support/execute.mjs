// Runs the app of one library, in Chromium or in Node, and compares what it showed with what the backend had for it.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Feed, NUMBERS } from "./feed.mjs";

const PATIENCE = 30_000;
/** What is doubled comes late. */
const WHAT_ELSE_COMES = 300;

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Throws if the app showed anything but the numbers. */
export async function execute(library, browser) {
  for (const environment of library.environments ?? [""]) {
    const feed = new Feed();
    const server = await serve(library, feed);
    try {
      await executeBeside(`http://127.0.0.1:${server.address().port}`, library, feed, environment, browser);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
}

async function executeBeside(origin, { name, runsIn }, feed, environment, browser) {
  const { shown, seen = feed } = await (environment
    ? inVitest(name, origin, environment)
    : runsIn === "Node"
      ? inNode(name, origin)
      : inChromium(name, origin, browser));
  if (String(shown) !== String(NUMBERS)) {
    throw new Error(`it showed ${shown.join(" ")}`);
  }
  if (seen.drops < 2 || seen.refusals < 2) {
    throw new Error(`${seen.drops} drops and ${seen.refusals} refusals: the app was not put to the test`);
  }
}

async function serve({ name, runsIn }, feed) {
  const { answer = () => false } = existsSync(here(`${name}/server.mjs`)) ? await load(`${name}/server.mjs`) : {};
  const script = runsIn.startsWith("Chromium") ? await bundle(name) : "";
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/") {
      response
        .writeHead(200, { "Content-Type": "text/html" })
        .end('<!doctype html><body><script src="/app.js"></script>');
    } else if (pathname === "/app.js") {
      response.writeHead(200, { "Content-Type": "text/javascript;charset=utf-8" }).end(script);
    } else if (pathname === "/token") {
      response.end(feed.issue());
    } else if (pathname === "/events") {
      feed.stream(request, response);
    } else if (!answer(feed, request, response)) {
      response.writeHead(404).end();
    }
  });
  server.on("connection", (socket) => socket.on("error", () => {}));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** An app shows numbers until it is told to stop. Its folder may have settings of the bundler. */
async function bundle(name) {
  const { define, ...options } = existsSync(here(`${name}/bundle.mjs`))
    ? (await load(`${name}/bundle.mjs`)).default
    : {};
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { follow } from "./${name}/app.js"; window.shown = []; window.stop = follow((one) => window.shown.push(one));`,
      resolveDir: here("."),
    },
    bundle: true,
    write: false,
    metafile: true,
    format: "iife",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', "process.env.ORIGIN": "undefined", ...define },
    ...options,
  });
  const replaced = Object.keys(options.alias ?? {}).map((one) => `/node_modules/${one.split("/")[0]}/`);
  const left = Object.keys(metafile.inputs).filter((file) => replaced.some((one) => `/${file}`.includes(one)));
  if (left.length > 0) {
    throw new Error(`the alias leaves ${left}`);
  }
  return outputFiles[0].text;
}

function load(path) {
  return import(pathToFileURL(here(path)));
}

/** A library that drives the page, as a test does, has a script for that. */
async function inChromium(name, origin, browser) {
  const page = await browser.newPage();
  try {
    const thrown = [];
    page.on("pageerror", (error) => thrown.push(error));
    const { drive = visit } = existsSync(here(`${name}/drive.mjs`)) ? await load(`${name}/drive.mjs`) : {};
    await drive(page, origin);
    await page.waitForTimeout(WHAT_ELSE_COMES);
    const shown = await page.evaluate("shown");
    await page.evaluate("Promise.resolve(stop).then((act) => act())");
    if (thrown.length > 0) {
      throw new Error(`a script of the page threw: ${thrown.map(({ stack }) => stack).join("; ")}`);
    }
    return { shown };
  } finally {
    await page.close();
  }
}

async function visit(page, origin) {
  await page.goto(origin);
  await page
    .waitForFunction((count) => window.shown.length >= count, NUMBERS.length, { timeout: PATIENCE })
    .catch(() => {});
}

async function inNode(name, origin) {
  const text = await output([here("support/in-node.mjs"), name, String(NUMBERS.length)], origin);
  return JSON.parse(text.split("\n").findLast((line) => line.startsWith("{")));
}

/** The test itself compares. */
async function inVitest(name, origin, environment) {
  await output(
    [here("node_modules/vitest/vitest.mjs"), "run", "--root", here(name), "--environment", environment],
    origin,
  );
  return { shown: NUMBERS };
}

async function output(args, origin) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ORIGIN: origin },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE,
  });
  let text = "";
  const add = (data) => {
    text += data;
  };
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) {
    throw new Error(`it ended with code ${code}: ${text}`);
  }
  return text;
}
