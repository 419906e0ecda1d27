// Classes made from ours. It is compiled and never run: `npm test -- --only types,types-versions`.

import { EventSource, type EventSourceErrorEvent, type EventSourceInit } from "eventsource-wasm";
import { same } from "./same.ts";

interface Price {
  price: number;
}

class Plain extends EventSource {
  hello() {
    return this.url;
  }
}
const plain = new Plain("/", { headers: async ({ attempt }) => ({ "X-Attempt": String(attempt) }) });
plain.onmessage = ({ data }) => same<typeof data, string>();
plain.onopen = function () {
  this.hello();
};
plain.onerror = function (event) {
  same<typeof event, EventSourceErrorEvent>();
  this.hello();
};
plain.addEventListener("tick", function ({ data }) {
  same<typeof data, string>();
  this.hello();
});
// @ts-expect-error: there is no such option
new Plain("/", { headers: {}, headres: {} });

class OfOneUser extends EventSource {
  constructor(user: number) {
    super(`/events/${user}`);
  }
}
new OfOneUser(1).close();

class WithOptions extends EventSource {
  constructor(url: string | URL, init?: EventSourceInit) {
    super(url, { ...init, withCredentials: true, headers: ({ attempt }) => ({ "X-Attempt": String(attempt) }) });
  }
}
new WithOptions("/", { retry: { maxRetries: 3 } });

class WithArguments extends EventSource {
  constructor(...args: ConstructorParameters<typeof EventSource>) {
    super(...args);
    this.close();
  }
}
new WithArguments("/", { method: "POST" });

class Ticks extends EventSource<{ tick: string }> {}
new Ticks("/").addEventListener("tick", ({ data }) => same<typeof data, string>());

class Prices extends EventSource<{ price: Price }> {
  constructor(url: string | URL) {
    super(url, { parse: JSON.parse, onUnauthorized: ({ status }) => status === 401 });
  }
}
new Prices("/").addEventListener("price", ({ data }) => same<typeof data, Price>());
new Prices("/").addEventListener("error", ({ reason }) => reason === "http");
export async function iterate() {
  for await (const event of new Prices("/")) {
    same<typeof event.type, "price">();
    same<typeof event.data, Price>();
  }
}

class Careless extends EventSource<{ price: Price }> {
  constructor(symbol: string) {
    // @ts-expect-error: without `parse` all data is text
    super(`/prices/${symbol}`);
  }
}
new Careless("X");

class Generic<Events> extends EventSource<Events> {
  constructor(url: string | URL, parse: NonNullable<EventSourceInit<Events>["parse"]>) {
    super(url, { parse });
  }
}
new Generic<{ price: Price }>("/", JSON.parse).addEventListener("price", ({ data }) => same<typeof data, Price>());

class Native extends globalThis.EventSource {}

export const classes: (typeof globalThis.EventSource)[] = [EventSource, Plain, WithOptions, Ticks, Prices, Native];
export const instances: globalThis.EventSource[] = [plain, new Ticks("/"), new Prices("/"), new Native("/")];
