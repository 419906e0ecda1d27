// Streams through real gateways, set up as users have them, with times made short. Run by itself with --write-docs, it
// writes what it saw into docs/gateways.md.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage } from "../../browser/e2e/chromium.mjs";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { absent, caddy, freePort, haproxy, nginx } from "./gateways.mjs";
import { note, writeDocs } from "./report.mjs";

const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));

let server;
let script;

before(async () => {
  server = await startScenarioServer();
  const headers = { "content-type": "text/javascript" };
  const file = await server.create({ otherwise: { status: 200, headers, text: readFileSync(dist, "utf8") } });
  script = file.url;
});

after(async () => {
  await server.close();
  if (process.argv.includes("--write-docs")) {
    writeDocs();
  }
});

const hostOf = (origin) => new URL(origin).host;

/** Ten events; each connection gives three, then says nothing more. */
const pausing = () => ({ replay: { count: 3 } });
const EVENTS = Array.from({ length: 10 }, (_, index) => ({ id: `${index + 1}`, data: `${index + 1}` }));
const ALL = EVENTS.map(({ data }) => data);
const silent = (extra = {}) =>
  server.create({ events: EVENTS, responses: [{ body: [pausing(), { hold: true }], ...extra }], repeat: true });

const hasAll = (seen) => seen.includes(ALL.at(-1));
const TIMEOUT = 40_000;

/** What a source on a page of the gateway's origin tells until it has had all events, or until `until` says so. */
async function follow(t, gateway, scenario, init, { more = async () => {}, until = hasAll } = {}) {
  const page = await openPage(t, { ignoreHTTPSErrors: true });
  await page.goto(`${gateway.origin}/page`);
  await page.evaluate(
    async ([module, url, options]) => {
      const { EventSource, isTransient } = await import(module);
      globalThis.seen = [];
      const retry = { initialDelay: 100, ...options.retry, shouldRetry: isTransient };
      const source = new EventSource(url, { ...options, retry });
      for (const type of ["open", "message", "error"]) {
        source.addEventListener(type, ({ data, reason, status, message }) => {
          const at = performance.now();
          seen.push(data ?? (reason ? { reason, status, message, at } : { type, at }));
        });
      }
    },
    [script.replace(server.origin, gateway.origin), scenario.url.replace(server.origin, gateway.origin), init],
  );
  await more(page);
  const end = Date.now() + TIMEOUT;
  for (;;) {
    const seen = await page.evaluate(() => globalThis.seen);
    if (until(seen)) {
      note(t.name, seen);
      return { data: seen.filter((one) => ALL.includes(one)), errors: seen.filter(({ reason }) => reason) };
    }
    assert.ok(Date.now() < end, `it did not get all: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const UNBUFFERED = "proxy_http_version 1.1; proxy_set_header Connection ''; proxy_buffering off;";
const toServer = () => `proxy_pass ${server.origin};`;

test("nginx cuts a stream that is silent for longer than proxy_read_timeout: nothing is lost", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED} proxy_read_timeout 2s;`);
  const { data, errors } = await follow(t, gateway, await silent(), {});
  assert.deepEqual(data, ALL);
  assert.deepEqual([...new Set(errors.map(({ reason }) => reason))], ["network"]);
});

test("HAProxy cuts a stream that is silent for longer than timeout server: nothing is lost", {
  skip: absent("haproxy"),
}, async (t) => {
  const gateway = await haproxy(t, `server a ${hostOf(server.origin)}`);
  const { data } = await follow(t, gateway, await silent(), {});
  assert.deepEqual(data, ALL);
});

test("Caddy ends a stream that is silent for longer than read_timeout cleanly: nothing is lost", {
  skip: absent("caddy"),
}, async (t) => {
  const gateway = await caddy(t, "", `${hostOf(server.origin)} {\n transport http {\n read_timeout 2s\n }\n }`);
  const { data, errors } = await follow(t, gateway, await silent(), {});
  assert.deepEqual(data, ALL);
  assert.ok(
    errors.every(({ reason }) => ["end", "network"].includes(reason)),
    JSON.stringify(errors),
  );
});

test("Caddy cuts a busy stream after its whole time is up, as a route timeout does: nothing is lost", {
  skip: absent("caddy"),
}, async (t) => {
  const gateway = await caddy(t, "servers {\n timeouts {\n write 2s\n }\n }", hostOf(server.origin));
  const beating = [pausing(), { comment: "", every: 200, times: 1000 }];
  const scenario = await server.create({ events: EVENTS, responses: [{ body: beating }], repeat: true });
  const { data } = await follow(t, gateway, scenario, {});
  assert.deepEqual(data, ALL);
});

test("a heartbeat below the gateway's limit keeps a stream open through nginx", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED} proxy_read_timeout 2s;`);
  const body = [pausing(), { comment: "", every: 700, times: 8 }, { replay: true }, { hold: true }];
  const scenario = await server.create({ events: EVENTS, responses: [{ body }], repeat: true });
  const { data, errors } = await follow(t, gateway, scenario, { heartbeatTimeout: 3000 });
  assert.deepEqual([data, errors], [ALL, []]);
});

test("nginx as it comes buffers the stream: connectTimeout says that a proxy may hold it back", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, toServer());
  // nginx asks with HTTP/1.0, which knows no chunks.
  const headers = { "transfer-encoding": null };
  const buffered = { headers, body: [pausing(), { hold: true }] };
  const scenario = await server.create({ events: EVENTS, responses: [buffered], repeat: true });
  const until = (seen) => seen.some(({ reason }) => reason);
  const { data, errors } = await follow(t, gateway, scenario, { connectTimeout: 1500 }, { until });
  assert.deepEqual(data, []);
  assert.equal(errors[0].reason, "timeout");
  assert.match(errors[0].message, /proxy/);
});

test("nginx as it comes holds a stream back until it ends: then all events are there, each once", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, toServer());
  const headers = { "transfer-encoding": null };
  const whole = { headers, body: [pausing(), { sleep: 500 }, { replay: true }, { sleep: 500 }] };
  const scenario = await server.create({
    events: EVENTS,
    responses: [whole, { body: [{ hold: true }] }],
    repeat: true,
  });
  const { data } = await follow(t, gateway, scenario, {});
  assert.deepEqual(data, ALL);
});

test("compression by HAProxy, which gives each event with the next one, loses none", {
  skip: absent("haproxy"),
}, async (t) => {
  const backend = "compression algo gzip\ncompression type text/event-stream";
  const gateway = await haproxy(t, `${backend}\nserver a ${hostOf(server.origin)}`);
  const slow = ALL.flatMap(() => [{ replay: { count: 1 } }, { sleep: 150 }]);
  const scenario = await server.create({ events: EVENTS, responses: [{ body: slow }, { body: [{ hold: true }] }] });
  const { data, errors } = await follow(t, gateway, scenario, {});
  assert.deepEqual(data, ALL);
  assert.ok(errors.length <= 1, "until the stream ended");
});

test("X-Accel-Buffering: no lets the stream through the same nginx", { skip: absent("nginx") }, async (t) => {
  const gateway = await nginx(t, toServer());
  const headers = { "x-accel-buffering": "no" };
  const body = [{ replay: true }, { hold: true }];
  const scenario = await server.create({ events: EVENTS, responses: [{ headers, body }], repeat: true });
  const { data, errors } = await follow(t, gateway, scenario, { connectTimeout: 1500 });
  assert.deepEqual([data, errors], [ALL, []]);
});

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

test("two backends without stickiness: the stream continues at the other one", {
  skip: absent("haproxy"),
}, async (t) => {
  const { first, second } = await fetch(`${server.origin}/origins`).then((response) => response.json());
  const gateway = await haproxy(t, `balance roundrobin\nserver a ${hostOf(first)}\nserver b ${hostOf(second)}`);
  const { data } = await follow(t, gateway, await silent(), {});
  assert.deepEqual(data, ALL);
});

test("gzip on the way changes nothing", { skip: absent("caddy") }, async (t) => {
  const gateway = await caddy(t, "", `${hostOf(server.origin)}\n encode gzip`);
  const { data } = await follow(
    t,
    gateway,
    await server.create({ events: EVENTS, responses: [{ body: [{ replay: true }, { hold: true }] }], repeat: true }),
    {},
  );
  assert.deepEqual(data, ALL);
});

// --- TLS with HTTP/2 ---

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

// --- What a gateway answers by itself ---

test("a 504 of a gateway whose backend does not answer in time is lived through", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED} proxy_read_timeout 1s;`);
  const mute = { rawHead: "", body: [{ hold: true }] };
  const scenario = await server.create({
    events: EVENTS,
    responses: [mute, { body: [{ replay: true }, { hold: true }] }],
  });
  const { data, errors } = await follow(t, gateway, scenario, {}, { until: hasAll });
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
