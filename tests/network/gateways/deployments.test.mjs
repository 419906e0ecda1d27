// Gateways are reloaded and replaced, and backends go away: what the gateway answers meanwhile, and where the stream goes on.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { ALL, EVENTS, follow, hostOf, script, server, silent, toServer, UNBUFFERED } from "./follow.mjs";
import { absent, freePort, haproxy, nginx } from "./gateways.mjs";

test("a drained nginx drops its connections after the grace period: the next worker continues", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED}`);
  const { data } = await follow(
    t,
    gateway,
    await silent(),
    {},
    {
      more: async () => {
        for (let time = 0; time < 3; time += 1) {
          await new Promise((resolve) => setTimeout(resolve, 2500));
          gateway.signal("SIGHUP");
        }
      },
    },
  );
  assert.deepEqual(data, ALL);
});

test("a HAProxy that is replaced drops its connections after the grace period: the new one continues", {
  skip: absent("haproxy"),
}, async (t) => {
  const gateway = await haproxy(t, `timeout server 60s\nserver a ${hostOf(server.origin)}`);
  const more = async (page) => {
    for (const last of ["3", "6", "9"]) {
      await page.waitForFunction((data) => globalThis.seen.includes(data), last);
      gateway.replace((old) => ["-sf", `${old}`]);
    }
  };
  const { data } = await follow(t, gateway, await silent(), {}, { more });
  assert.deepEqual(data, ALL);
});

test("a 502 of the gateway while the backend is away is lived through", { skip: absent("nginx") }, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED}`);
  const away = { rawHead: "", body: [{ reset: true }] };
  const good = { body: [{ replay: true }, { hold: true }] };
  const scenario = await server.create({ events: EVENTS, responses: [away, away, good] });
  const { data, errors } = await follow(t, gateway, scenario, {});
  assert.deepEqual(data, ALL);
  assert.deepEqual(
    errors.map(({ status }) => status),
    [502, 502],
  );
});

test("a 504 of a gateway whose backend does not answer in time is lived through", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED} proxy_read_timeout 1s;`);
  const mute = { rawHead: "", body: [{ hold: true }] };
  const scenario = await server.create({
    events: EVENTS,
    responses: [mute, { body: [{ replay: true }, { hold: true }] }],
  });
  const { data, errors } = await follow(t, gateway, scenario, {});
  assert.deepEqual(data, ALL);
  assert.equal(errors[0].status, 504);
});

test("a backend that is restarted is found again: 503 until then, and nothing lost", {
  skip: absent("haproxy"),
}, async (t) => {
  const port = await freePort();
  const gateway = await haproxy(t, `server a 127.0.0.1:${port}`);
  const pages = await emptyPage();
  const first = backend(port, pages);
  const more = async (page) => {
    await page.waitForFunction(() => globalThis.seen.includes("5"));
    await stop(first);
    await page.waitForFunction(() => globalThis.seen.some(({ status }) => status === 503));
    const second = backend(port, pages);
    t.after(() => stop(second));
  };
  const { data } = await follow(t, gateway, { url: `${server.origin}/events` }, {}, { more });
  assert.deepEqual(data, ALL);
});

test("two backends without stickiness: the stream continues at the other one", {
  skip: absent("haproxy"),
}, async (t) => {
  const { first, second } = await fetch(`${server.origin}/origins`).then((response) => response.json());
  const gateway = await haproxy(t, `balance roundrobin\nserver a ${hostOf(first)}\nserver b ${hostOf(second)}`);
  const { data } = await follow(t, gateway, await silent(), {});
  assert.deepEqual(data, ALL);
});

test("the backend that a cookie holds the stream to goes away: it continues at the other one", {
  skip: absent("haproxy"),
}, async (t) => {
  const ports = [await freePort(), await freePort()];
  const pages = await emptyPage();
  const backends = ports.map((port) => backend(port, pages));
  const servers = ports.map((port, index) => `server s${index} 127.0.0.1:${port} cookie s${index}`);
  const gateway = await haproxy(t, ["option redispatch", "cookie at insert", ...servers].join("\n"));
  const asked = backends.map(() => 0);
  backends.forEach((one, index) => {
    one.on("request", ({ url }) => {
      asked[index] += url === "/events" ? 1 : 0;
    });
    t.after(() => stop(one));
  });
  const more = async (page) => {
    await page.waitForFunction(() => globalThis.seen.includes("5"));
    await stop(backends[asked[0] > 0 ? 0 : 1]);
  };
  const { data } = await follow(t, gateway, { url: `${server.origin}/events` }, {}, { more });
  assert.deepEqual(data, ALL);
  assert.ok(asked.every(Boolean), `each backend gave a part of it: ${asked}`);
});

/** A backend of its own, which can go away: five events, then silence. */
function backend(port, pages) {
  const serve = ({ url, headers }, response) => {
    if (url !== "/events") {
      fetch(url === "/page" ? pages.url : script).then(async (file) => {
        response.setHeader("content-type", file.headers.get("content-type")).end(await file.text());
      });
      return;
    }
    const after = Number(headers["last-event-id"] ?? 0);
    response.setHeader("content-type", "text/event-stream");
    for (const { id, data } of EVENTS.slice(after, after + 5)) {
      response.write(`id: ${id}\ndata: ${data}\n\n`);
    }
  };
  return createServer(serve).listen(port, "127.0.0.1");
}

function stop(one) {
  one.closeAllConnections();
  return new Promise((resolve) => one.close(resolve));
}

function emptyPage() {
  return server.create({ otherwise: { status: 200, headers: { "content-type": "text/html" }, text: "" } });
}
