// A worker that computes is not taken for one that was frozen, nor its server for one that is silent.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NAMES, run, startBrowsers, startPages, told } from "./browsers.mjs";

let browsers;
let end;

before(async () => {
  ({ browsers, end } = await startBrowsers());
});

after(() => end?.());

/** In ms: what the worker computes begins after 1 s. The silent streams go on 2 s after its end. */
const COMPUTES = 7000;
const GOES_ON = 1000 + COMPUTES + 2000;

const SOURCES = {
  "/silent?get": "{}",
  "/silent?post": `{ method: "POST", body: "{}" }`,
  "/beats?get": "{ heartbeatTimeout: 3000 }",
  "/beats?auto": `{ heartbeatTimeout: "auto" }`,
  "/beats?post": `{ method: "POST", body: "{}", heartbeatTimeout: 3000 }`,
};

const WORKER = (origin) => `
  import { EventSource } from "${origin}/index.js";
  const told = {};
  const watch = (url, init) => {
    told[url] = [];
    const source = new EventSource("${origin}" + url, init);
    for (const type of ["open", "message", "error"]) {
      source.addEventListener(type, ({ data, reason }) => {
        told[url].push(data ?? reason ?? type);
        postMessage(told);
      });
    }
  };
  ${Object.entries(SOURCES)
    .map(([url, init]) => `watch("${url}", ${init});`)
    .join("\n")}
  setTimeout(() => {
    const end = performance.now() + ${COMPUTES};
    while (performance.now() < end);
  }, 1000);`;

for (const name of NAMES) {
  test(`${name}: streams of a worker that computes for ${COMPUTES / 1000} s go on, each on its one request`, async (t) => {
    const requests = [];
    const origin = await startPages(t, (request, response) => {
      requests.push(request.url);
      request.resume();
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: first\n\n");
      if (request.url.startsWith("/beats")) {
        const beating = setInterval(() => response.write(":\n\n"), 500);
        response.on("close", () => clearInterval(beating));
      }
      setTimeout(() => response.write("data: late\n\n"), GOES_ON);
    });
    await browsers[name].goto(`${origin}/page`);
    await run(
      browsers[name],
      `const code = new Blob([${JSON.stringify(WORKER(origin))}], { type: "text/javascript" });
       globalThis.worker = new Worker(URL.createObjectURL(code), { type: "module" });
       worker.onmessage = ({ data }) => {
         document.title = JSON.stringify([data]);
       };`,
    );
    const isOver = ([all]) => Object.values(all).every((one) => one.includes("late"));
    const [all] = await told(browsers[name], isOver);
    assert.deepEqual(all, Object.fromEntries(Object.keys(SOURCES).map((url) => [url, ["open", "first", "late"]])));
    assert.deepEqual(requests.sort(), Object.keys(SOURCES).sort());
  });
}
