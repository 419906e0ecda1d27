// Classes with defaults. It is compiled and never run: `npm test -- --only types,types-versions`.

import { EventSource } from "eventsource-wasm";
import { same } from "./same.ts";

interface Price {
  price: number;
}

const WithToken = EventSource.with({
  headers: async ({ attempt }) => ({ Authorization: `Bearer ${attempt}` }),
  onUnauthorized: ({ status }) => status === 401,
  retry: { maxRetries: 3 },
});
same<typeof WithToken, typeof EventSource>();
new WithToken("/").onmessage = ({ data }) => same<typeof data, string>();
const prices = new WithToken<{ price: Price }>("/", { parse: JSON.parse, method: "POST" });
prices.addEventListener("price", ({ data }) => same<typeof data, Price>());
globalThis.EventSource = WithToken;

class App extends EventSource.with({ withCredentials: true }) {
  hello() {
    return this.url;
  }
}
new App("/").hello();
new (App.with({ connectTimeout: 5000 }))("/").hello();

class AppPrices extends EventSource.with({ headers: {} })<{ price: string }> {}
new AppPrices("/").addEventListener("price", ({ data }) => same<typeof data, string>());

const Parsed = EventSource.with({ parse: JSON.parse });
new Parsed("/").onmessage = ({ data }) => same<typeof data, unknown>();
new Parsed<{ price: Price }>("/").addEventListener("price", ({ data }) => same<typeof data, Price>());
class ParsedPrices extends Parsed<{ price: Price }> {}
new ParsedPrices("/").addEventListener("price", ({ data }) => same<typeof data, Price>());
const Priced = EventSource.with({ parse: (text): Price => JSON.parse(text) }).with({ heartbeatTimeout: "auto" });
new Priced("/").onmessage = ({ data }) => same<typeof data, Price>();

export const classes: (typeof globalThis.EventSource)[] = [WithToken, App, Parsed, ParsedPrices];

// @ts-expect-error: there is no such option
EventSource.with({ headres: {} });
// @ts-expect-error: there is no such option
EventSource.with({ parse: JSON.parse, headres: {} });
// @ts-expect-error: it is no number
EventSource.with({ connectTimeout: "5 s" });
