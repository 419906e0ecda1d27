// Gateways cut streams that are silent, or that last too long. nginx, HAProxy and Caddy are set up as users have them, with
// times made short.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, EVENTS, follow, hostOf, nextThree, server, silent, toServer, UNBUFFERED } from "./follow.mjs";
import { absent, caddy, haproxy, nginx } from "./gateways.mjs";

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
  const beating = [nextThree(), { comment: "", every: 200, times: 1000 }];
  const scenario = await server.create({ events: EVENTS, responses: [{ body: beating }], repeat: true });
  const { data } = await follow(t, gateway, scenario, {});
  assert.deepEqual(data, ALL);
});

test("a heartbeat below the gateway's limit keeps a stream open through nginx", {
  skip: absent("nginx"),
}, async (t) => {
  const gateway = await nginx(t, `${toServer()} ${UNBUFFERED} proxy_read_timeout 2s;`);
  const body = [nextThree(), { comment: "", every: 700, times: 8 }, { replay: true }, { hold: true }];
  const scenario = await server.create({ events: EVENTS, responses: [{ body }], repeat: true });
  const { data, errors } = await follow(t, gateway, scenario, { heartbeatTimeout: 3000 });
  assert.deepEqual([data, errors], [ALL, []]);
});
