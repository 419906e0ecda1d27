// An app in strict TypeScript that uses every entry.

import EventSourceByDefault, {
  EventSource,
  type EventSourceErrorEvent,
  type EventSourceInit,
  isTransient,
} from "eventsource-wasm";
import { EventSource as External, init } from "eventsource-wasm/external";
import { inspect } from "eventsource-wasm/inspector";
import { EventSource as NoWasm } from "eventsource-wasm/no-wasm";
import "eventsource-wasm/polyfill";
import "eventsource-wasm/polyfill/force";
import "eventsource-wasm/shared";
import { EventSourceParserStream } from "eventsource-wasm/stream";
import { createEventServer } from "eventsource-wasm/testing";

interface Price {
  symbol: string;
  price: number;
}

const server = createEventServer({ virtualTime: true });
const options: EventSourceInit<{ price: Price }> = {
  headers: async ({ attempt }) => ({ "X-Attempt": String(attempt) }),
  onUnauthorized: (error: EventSourceErrorEvent) => error.status === 401,
  retry: { shouldRetry: isTransient },
};
const source = new EventSource<{ price: Price }>("/prices", { ...options, parse: JSON.parse, fetch: server.fetch });
source.addEventListener("price", ({ data }) => data.price.toFixed(2));
source.onerror = ({ message, willRetry }) => console.warn(message, willRetry);

export async function follow(): Promise<string[]> {
  await init("/eventsource_wasm.wasm");
  const symbols: string[] = [];
  for await (const { type, data } of source) {
    const price: "price" = type;
    symbols.push(price, data.symbol);
  }
  for await (const { data } of new EventSourceParserStream().readable) {
    symbols.push(data);
  }
  return symbols;
}

export const all = [EventSourceByDefault, External, NoWasm, inspect(source)];
