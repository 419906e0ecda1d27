// The code under test: prices as they change, by a token that expires.

import { EventSource } from "eventsource-wasm";

/** Keeps a map of symbols and prices up to date. */
export function followPrices(prices, { signIn, fetch }) {
  let token = "";
  const source = new EventSource("https://api.example/prices", {
    fetch,
    headers: () => ({ Authorization: `Bearer ${token}` }),
    onUnauthorized: async () => {
      token = await signIn();
      return true;
    },
    parse: JSON.parse,
  });
  source.addEventListener("price", ({ data }) => prices.set(data.symbol, data.price));
  return source;
}
