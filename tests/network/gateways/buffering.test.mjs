// Gateways hold a stream back, or compress it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, EVENTS, follow, hostOf, nextThree, server, toServer } from "./follow.mjs";
import { absent, caddy, haproxy, nginx } from "./gateways.mjs";

test("nginx as it comes buffers the stream: connectTimeout says that a proxy may hold it back", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, toServer());
  // nginx asks with HTTP/1.0, which knows no chunks.
  const headers = { "transfer-encoding": null };
  const buffered = { headers, body: [nextThree(), { hold: true }] };
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
  const whole = { headers, body: [nextThree(), { sleep: 500 }, { replay: true }, { sleep: 500 }] };
  const scenario = await server.create({
    events: EVENTS,
    responses: [whole, { body: [{ hold: true }] }],
    repeat: true,
  });
  const { data } = await follow(t, gateway, scenario, {});
  assert.deepEqual(data, ALL);
});

test("X-Accel-Buffering: no lets the stream through the same nginx", { skip: absent("nginx") }, async (t) => {
  const gateway = await nginx(t, toServer());
  const headers = { "x-accel-buffering": "no" };
  const body = [{ replay: true }, { hold: true }];
  const scenario = await server.create({ events: EVENTS, responses: [{ headers, body }], repeat: true });
  const { data, errors } = await follow(t, gateway, scenario, { connectTimeout: 1500 });
  assert.deepEqual([data, errors], [ALL, []]);
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
