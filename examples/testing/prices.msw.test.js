// A test with MSW in Node: `npm run msw`.

import "eventsource-wasm/polyfill"; // MSW makes handlers by `sse` only where there is an `EventSource`
import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpResponse, http, sse } from "msw";
import { setupServer } from "msw/node";
import { followPrices } from "./prices.js";

test("prices go on after the token has expired and the connection was lost, by MSW", { timeout: 10_000 }, async (t) => {
  const url = "https://api.example/prices";
  const resumedFrom = [];
  const server = setupServer(
    http.get(url, () => new HttpResponse(null, { status: 401 }), { once: true }),
    sse(url, ({ client, request }) => {
      const last = Number(request.headers.get("Last-Event-ID"));
      resumedFrom.push(last);
      client.send({ retry: 10 });
      client.send({ id: String(last + 1), event: "price", data: { symbol: "ACME", price: 12 + last } });
      setTimeout(() => last === 0 && client.error(), 20); // the connection breaks off
    }),
  );
  server.listen({ onUnhandledRequest: "error" });
  t.after(() => server.close());

  const prices = new Map();
  const source = followPrices(prices, { signIn: async () => "fresh" });
  t.after(() => source.close());
  while (prices.get("ACME") !== 13) {
    await new Promise((resolve) => source.addEventListener("price", resolve, { once: true }));
  }
  assert.deepEqual(resumedFrom, [0, 1]);
});
