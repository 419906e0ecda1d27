// Gateways with TLS, and so with HTTP/2.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../../browser/e2e/chromium.mjs";
import { ALL, follow, hostOf, script, server, silent, toServer, UNBUFFERED } from "./follow.mjs";
import { absent, caddy, haproxy, nginx } from "./gateways.mjs";

const TLS = { tls: true };
const GATEWAYS = {
  nginx: (t) => nginx(t, `${toServer()} ${UNBUFFERED} proxy_read_timeout 2s;`, TLS),
  haproxy: (t) => haproxy(t, `server a ${hostOf(server.origin)}`, TLS),
  caddy: (t) => caddy(t, "", `${hostOf(server.origin)} {\n transport http {\n read_timeout 2s\n }\n }`, TLS),
};

for (const [name, start] of Object.entries(GATEWAYS)) {
  test(`${name} cuts silent streams over HTTP/2: nothing is lost`, { skip: absent(name) }, async (t) => {
    const protocols = [];
    const more = async (page) => {
      protocols.push(await page.evaluate(() => performance.getEntriesByType("navigation")[0].nextHopProtocol));
    };
    const { data } = await follow(t, await start(t), await silent(), {}, { more });
    assert.deepEqual([data, protocols], [ALL, ["h2"]]);
  });
}

test("ten streams share one HTTP/2 connection, where HTTP/1.1 has six for a whole origin", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED}`, TLS);
  const scenario = await server.create({
    responses: [{ body: [{ write: "data: x\n\n" }, { hold: true }] }],
    repeat: true,
  });
  const page = await openPage(t, { ignoreHTTPSErrors: true });
  await page.goto(`${gateway.origin}/page`);
  const through = (url) => url.replace(server.origin, gateway.origin);
  const opened = await page.evaluate(
    async ([module, url]) => {
      const { EventSource } = await import(module);
      const first = () => new Promise((resolve) => new EventSource(url).addEventListener("message", resolve));
      return (await Promise.all(Array.from({ length: 10 }, first))).length;
    },
    [through(script), through(scenario.url)],
  );
  assert.equal(opened, 10);
});

test("a stream without TLS on a page with TLS is blocked, and the error says why", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, toServer(), TLS);
  const elsewhere = { url: "http://events.invalid/" };
  const until = (seen) => seen.some(({ reason }) => reason);
  const { errors } = await follow(t, gateway, elsewhere, {}, { until });
  assert.equal(errors[0].reason, "blocked");
  assert.match(errors[0].message, /https: may not connect to http:/);
});
