// A test with Vitest: `npm run vitest`.

import { createEventServer } from "eventsource-wasm/testing";
import { expect, test, vi } from "vitest";
import { followPrices } from "./prices.js";

test("prices go on after the token has expired and the connection was lost", async () => {
  const server = createEventServer({ virtualTime: true });
  server.unauthorized();
  const prices = new Map();
  const source = followPrices(prices, { fetch: server.fetch, signIn: async () => "fresh" });

  await server.send({ event: "price", id: "1", data: '{"symbol":"ACME","price":12}' });
  expect(prices.get("ACME")).toBe(12);
  expect(server.requests[1].headers.get("Authorization")).toBe("Bearer fresh");

  await server.drop();
  await server.advance(4000);
  await server.send({ event: "price", id: "2", data: '{"symbol":"ACME","price":13}' });
  expect(prices.get("ACME")).toBe(13);
  expect(server.requests[2].headers.get("Last-Event-ID")).toBe("1");

  source.close();
  expect(server.connections).toBe(0);
  await server.close();
});

test("prices go on, by the fake timers of Vitest", async () => {
  vi.useFakeTimers();
  const server = createEventServer();
  const prices = new Map();
  const source = followPrices(prices, { fetch: server.fetch, signIn: async () => "fresh" });
  await server.settle();

  await server.drop();
  await vi.advanceTimersByTimeAsync(4000);
  await server.settle();
  await server.send({ event: "price", data: '{"symbol":"ACME","price":13}' });
  expect(prices.get("ACME")).toBe(13);

  source.close();
  await server.close();
  vi.useRealTimers();
});
