// Pages with zone.js, streams for them, and what they report.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = (name) => readFileSync(here(`../../../dist/${name}`), "utf8");

/** By version: the folder of its package. */
export const ZONES = { 0.14: "zone.js-0.14", 0.15: "zone.js-0.15", 0.16: "zone.js" };

/** Installs the packages of this folder, unless they are there. */
export function install() {
  const installed = here("node_modules/.package-lock.json");
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(here("package-lock.json")).mtimeMs) {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: here("."), stdio: "inherit" });
  }
}

/** With its part for `fetch`, which counts a request as work of its zone. */
const zone = (version) =>
  ["zone", "zone-patch-fetch"]
    .map((name) => readFileSync(here(`node_modules/${ZONES[version]}/bundles/${name}.umd.js`), "utf8"))
    .join("\n");

/** As Angular's own build has every script where there are zones: `await` would go around them. */
const withoutAwait = (code) =>
  transformSync(code, { supported: { "async-await": false, "async-generator": false, "for-await": false } }).code;

/** Ends with the test. */
export async function startServer(t) {
  const pages = new Map();
  const reports = [];
  const requests = [];
  const files = {};
  for (const name of ["index.js", "shared.js"]) {
    files[`/${name}`] = dist(name);
    files[`/without-await/${name}`] = withoutAwait(dist(name));
  }
  for (const version of Object.keys(ZONES)) {
    files[`/zone-${version}.js`] = zone(version);
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (pathname in files) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(files[pathname]);
    } else if (pages.has(pathname)) {
      response.writeHead(200, { "content-type": "text/html" }).end(pages.get(pathname));
    } else if (pathname === "/report") {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        response.end();
        reports.shift()?.(JSON.parse(text));
      });
    } else if (pathname === "/events") {
      requests.push(request);
      stream(searchParams, response);
    } else {
      response.writeHead(pathname === "/refused" ? 503 : 404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    requests,
    /** A page with these scripts; its address. */
    page(...scripts) {
      const path = `/page-${pages.size}`;
      pages.set(path, `<!doctype html><meta charset="utf-8"><body>${scripts.join("")}`);
      return origin + path;
    },
    /** What the next page reports. */
    report: () => new Promise((resolve) => reports.push(resolve)),
  };
}

/** `n` numbered events, at once or one each `every` ms; `wait` never answers. */
function stream(parameters, response) {
  const n = Number(parameters.get("n"));
  const every = Number(parameters.get("every"));
  if (parameters.has("wait")) {
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  const event = (index) => `event: tick\nid: ${index}\ndata: ${index}\n\n`;
  if (every === 0) {
    response.write(Array.from({ length: n }, (_, index) => event(index)).join(""));
    return;
  }
  let index = 0;
  const timer = setInterval(() => (index < n ? response.write(event(index++)) : clearInterval(timer)), every);
  response.on("close", () => clearInterval(timer));
}
