// A forgotten CORS header is told soon and costs little at servers as people write them, and a lost request is none.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pause } from "../../support/until.mjs";
import { absent, caddy, haproxy, nginx } from "../gateways/gateways.mjs";
import { NAMES, open, startBrowsers, startPages, told } from "./browsers.mjs";
import { FRAMEWORKS, install, serve } from "./servers.mjs";

let browsers;
let end;

before(async () => {
  install();
  ({ browsers, end } = await startBrowsers());
});

after(() => end?.());

/** What may stand before a server, by its program; gives its origin. */
const GATEWAYS = {
  nginx: async (t, host) => (await nginx(t, nginxProxy(host))).origin,
  caddy: async (t, host) => (await caddy(t, "", host)).origin,
  haproxy: async (t, host) => (await haproxy(t, `server a ${host}`)).origin,
};

const nginxProxy = (host) =>
  `proxy_pass http://${host}; proxy_http_version 1.1; proxy_set_header Connection ''; proxy_buffering off;`;

const WAYS = [
  ...Object.keys(FRAMEWORKS).map((framework) => ({ framework, where: framework })),
  ...Object.keys(GATEWAYS).map((gateway) => ({ framework: "Express", gateway, where: `Express behind ${gateway}` })),
];

/**
 * In ms. Chromium goes on reading for 5 s what it does not hand on, also for its own EventSource, in the hope to use the
 * connection again. HAProxy notices that a client has left when its `timeout server` is over, 2 s here.
 */
const CONNECTIONS_END = 8000;

for (const name of NAMES) {
  test(`${name}: a missing CORS header is told within 2 s, by two more requests at most, and none stays open`, async (t) => {
    const pages = await startPages(t);
    const servers = [];
    for (const { framework, gateway, where } of WAYS) {
      await t.test(where, { skip: gateway && absent(gateway) }, async () => {
        const server = await serve(t, framework);
        servers.push(server);
        const error = await firstOf(browsers[name], pages, await originOf(t, server, gateway));
        assert.deepEqual([error.type, error.reason, error.state], ["error", "cors", 2], error.message);
        assert.ok(error.after < 2000, `${error.after} ms`);
        await pause(500);
        assert.deepEqual(server.requests, ["GET", "GET", "GET"]);
      });
    }
    const isOpen = () => servers.filter(({ open }) => open > 0).map(({ framework, open }) => ({ framework, open }));
    for (const limit = Date.now() + CONNECTIONS_END; isOpen().length > 0; await pause(100)) {
      assert.ok(Date.now() < limit, JSON.stringify(isOpen()));
    }
  });

  test(`${name}: requests that are lost while a server starts are not refused`, async (t) => {
    const pages = await startPages(t);
    for (const { framework, gateway, where } of WAYS) {
      await t.test(where, { skip: gateway && absent(gateway) }, async () => {
        const starts = Date.now() + 400;
        const server = await serve(t, framework, { cors: true, cuts: () => Date.now() < starts });
        const init = "{ retry: { initialDelay: 500, shouldRetry: isTransient } }";
        const browser = browsers[name];
        await firstOf(browser, pages, await originOf(t, server, gateway), init);
        const events = await told(browser, (all) => all.some(({ type }) => type === "message"));
        assert.ok(
          events.every(({ willRetry }) => willRetry !== false),
          JSON.stringify(events),
        );
      });
    }
  });
}

const originOf = (t, { host }, gateway) => (gateway ? GATEWAYS[gateway](t, host) : `http://${host}`);

/** The first event that a source of this server has. */
async function firstOf(browser, pages, origin, init) {
  await browser.goto(`${pages}/page`);
  await open(browser, `${origin}/events`, init);
  const [first] = await told(browser, ({ length }) => length > 0);
  return first;
}
