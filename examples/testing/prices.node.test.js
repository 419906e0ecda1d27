// A test with node:test: `npm run node`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createEventServer } from "eventsource-wasm/testing";
import { followPrices } from "./prices.js";

test("prices go on after the token has expired and the connection was lost", async () => {
  const server = createEventServer({ virtualTime: true });
  server.unauthorized();
  const prices = new Map();
  const source = followPrices(prices, { fetch: server.fetch, signIn: async () => "fresh" });

  await server.send({ event: "price", id: "1", data: '{"symbol":"ACME","price":12}' });
  assert.equal(prices.get("ACME"), 12);
  assert.equal(server.requests[1].headers.get("Authorization"), "Bearer fresh");

  await server.drop();
  await server.advance(4000);
  await server.send({ event: "price", id: "2", data: '{"symbol":"ACME","price":13}' });
  assert.equal(prices.get("ACME"), 13);
  assert.equal(server.requests[2].headers.get("Last-Event-ID"), "1");

  source.close();
  assert.equal(server.connections, 0);
  await server.close();
});
