// A leader whose script stands still, as an iPhone's page in the background, keeps its lock and says nothing: the others
// notice by themselves, and it comes back as one of them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NAMES, run, startBrowsers, startPages, told } from "./browsers.mjs";

let browsers;
let end;

before(async () => {
  ({ browsers, end } = await startBrowsers());
});

after(() => end?.());

/** In ms: how long the leader's script stands still. */
const STANDS_STILL = 25_000;

const WORKER = (origin) => `
  import { EventSource } from "${origin}/index.js";
  import "${origin}/shared.js";
  const source = new EventSource("${origin}/events", { shared: true });
  source.onmessage = ({ data }) => postMessage(data);
  source.onerror = ({ reason }) => postMessage(reason);
  onmessage = () => {
    const end = performance.now() + ${STANDS_STILL};
    while (performance.now() < end);
  };`;

for (const name of NAMES) {
  test(`${name}: another source leads within 15 s of a leader's silence, and nobody misses an event or has one twice`, async (t) => {
    const streams = new Set();
    const requests = [];
    let published = 0;
    const write = (response, id) => response.write(`id: ${id}\ndata: ${id}\n\n`);
    const origin = await startPages(t, (request, response) => {
      const after_ = Number(request.headers["last-event-id"] ?? published);
      requests.push(after_);
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      for (let id = after_ + 1; id <= published; id += 1) {
        write(response, id);
      }
      streams.add(response);
      response.on("close", () => streams.delete(response));
    });
    const publish = () => {
      published += 1;
      for (const response of streams) {
        write(response, published);
      }
    };
    await browsers[name].goto(`${origin}/page`);
    await run(
      browsers[name],
      `const all = [{ worker: [], page: [], open: 0 }];
       const [told] = all;
       const show = () => {
         document.title = JSON.stringify(all);
       };
       show();
       const code = new Blob([${JSON.stringify(WORKER(origin))}], { type: "text/javascript" });
       const worker = globalThis.worker = new Worker(URL.createObjectURL(code), { type: "module" });
       worker.onmessage = ({ data }) => {
         told.worker.push(data);
         show();
         if (data === "1") {
           Promise.all([import("/index.js"), import("/shared.js")]).then(([{ EventSource }]) => {
             const source = globalThis.source = new EventSource("/events", { shared: true });
             source.onopen = () => {
               told.open += 1;
               show();
             };
             source.onmessage = ({ data }) => {
               told.page.push(data);
               show();
             };
             source.onerror = ({ reason }) => {
               told.page.push(reason);
               show();
             };
           });
         }
       };`,
    );
    const wait = (holds) => told(browsers[name], ([all]) => holds(all), 60_000);
    const first = setInterval(publish, 300);
    await wait(({ worker }) => worker.includes("1"));
    clearInterval(first);
    await wait(({ open }) => open === 1);
    const since = Date.now();
    await run(browsers[name], "worker.postMessage('stand still')");
    await new Promise((resolve) => setTimeout(resolve, 500));
    publish();
    const last = `${published}`;
    await wait(({ page }) => page.includes(last));
    assert.ok(Date.now() - since < 17_000, `${Date.now() - since} ms`);
    const [{ page }] = await wait(({ worker }) => worker.includes(last));
    publish();
    const [{ worker }] = await wait(({ worker: heard, page: too }) =>
      [heard, too].every((one) => one.includes(`${published}`)),
    );
    const count = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);
    assert.deepEqual(worker, count(1, published));
    assert.deepEqual(page, count(Number(page[0]), published - 1));
    assert.equal(requests.length, 2, `${requests}`);
  });
}
