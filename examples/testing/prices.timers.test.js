// Tests with the fake timers of sinon and of Node: `npm run timers`.

import assert from "node:assert/strict";
import { test } from "node:test";
import FakeTimers from "@sinonjs/fake-timers";
import { createEventServer } from "eventsource-wasm/testing";
import { followPrices } from "./prices.js";

test("prices go on, by the fake timers of sinon", async () => {
  const clock = FakeTimers.install({ toNotFake: ["nextTick", "queueMicrotask"] }); // Node's streams need them
  const server = createEventServer();
  const prices = new Map();
  const source = followPrices(prices, { fetch: server.fetch, signIn: async () => "fresh" });
  await server.settle();

  await server.drop();
  await clock.tickAsync(4000);
  await server.settle();
  await server.send({ event: "price", data: '{"symbol":"ACME","price":13}' });
  assert.equal(prices.get("ACME"), 13);

  source.close();
  await server.close();
  clock.uninstall();
});

test("prices go on, by the fake timers of Node", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const server = createEventServer();
  const prices = new Map();
  const source = followPrices(prices, { fetch: server.fetch, signIn: async () => "fresh" });
  await server.settle();

  await server.drop();
  t.mock.timers.tick(4000);
  await server.settle();
  await server.send({ event: "price", data: '{"symbol":"ACME","price":13}' });
  assert.equal(prices.get("ACME"), 13);

  source.close();
  await server.close();
});
