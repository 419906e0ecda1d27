// The page's own origin redirects to a streaming host of another one, whose gateway is broken for a while: it is survived
// as a direct URL is.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { NAMES, run, startBrowsers, startPages, told } from "./browsers.mjs";

let browsers;
let end;

before(async () => {
  ({ browsers, end } = await startBrowsers());
});

after(() => end?.());

/** In ms: how long the gateway is broken. */
const BROKEN = 8000;

const FAULTS = {
  "502 without CORS headers": (_request, response) => response.writeHead(502).end("bad gateway"),
  "503 without CORS headers": (_request, response) => response.writeHead(503, { "retry-after": "1" }).end(),
  "cut connections": (request) => request.socket.destroy(),
};

/** A second after its first event it is broken for a while. Ends with the test. Gives its URL. */
async function startHost(t, fault) {
  let brokenUntil;
  const server = createServer((request, response) => {
    if (Date.now() < brokenUntil) {
      fault(request, response);
      return;
    }
    const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "last-event-id" };
    response.writeHead(200, { ...cors, "content-type": "text/event-stream" }).write("id: 1\ndata: hi\n\n");
    // Two sources are here by then.
    setTimeout(() => {
      brokenUntil ??= Date.now() + BROKEN;
      response.destroy();
    }, 1000);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/stream`;
}

for (const name of NAMES) {
  test(`${name}: a streaming host that is broken for ${BROKEN / 1000} s is survived, through a redirect as directly`, async (t) => {
    const hosts = Object.fromEntries(
      await Promise.all(Object.entries(FAULTS).map(async ([fault, act]) => [fault, await startHost(t, act)])),
    );
    const pages = await startPages(t, (request, response) => {
      const location = hosts[decodeURIComponent(request.url.slice(1))];
      response.writeHead(307, { location }).end();
    });
    const urls = Object.entries(hosts).flatMap(([fault, host]) => [host, `/${encodeURIComponent(fault)}`]);
    await browsers[name].goto(`${pages}/page`);
    await run(browsers[name], OPEN_ALL(urls));
    const events = await told(browsers[name], (all) => all.every(({ messages, state }) => messages > 1 || state === 2));
    assert.deepEqual(
      events.map(({ messages, reason }) => (messages > 1 ? "survived" : reason)),
      urls.map(() => "survived"),
    );
  });
}

const OPEN_ALL = (urls) => `import("/index.js").then(({ EventSource, isTransient }) => {
  const all = ${JSON.stringify(urls)}.map((url) => {
    const retry = { shouldRetry: isTransient, initialDelay: 500, jitterRatio: 0, maxDelay: 2000 };
    const source = new EventSource(url, { retry });
    const one = { messages: 0, state: 0, reason: "" };
    const show = () => {
      one.state = source.readyState;
      document.title = JSON.stringify(all);
    };
    source.onmessage = () => {
      one.messages += 1;
      show();
    };
    source.onerror = ({ reason }) => {
      one.reason = reason;
      show();
    };
    return one;
  });
  document.title = JSON.stringify(all);
});`;
