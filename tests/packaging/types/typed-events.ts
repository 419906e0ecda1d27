// What the compiler says to a user with typed events. It is compiled and never run: `npm test -- --only types`.

import {
  EventSource,
  type EventSourceError,
  type EventSourceErrorEvent,
  type EventSourceOpenEvent,
  type ServerSentEvent,
} from "eventsource-wasm";
import { same } from "./same.ts";

interface Price {
  symbol: string;
  price: number;
}
type Events = { price: Price; closed: null };

const typed = new EventSource<Events>("/prices", { parse: JSON.parse });
same<typeof typed, EventSource<Events>>();

typed.addEventListener("price", (event) => {
  same<typeof event, MessageEvent<Price>>();
  // @ts-expect-error: a price has no such property
  event.data.volume;
});
typed.addEventListener("closed", { handleEvent: (event) => same<typeof event, MessageEvent<null>>() });
typed.addEventListener("open", (event) => same<typeof event, EventSourceOpenEvent>());
typed.addEventListener("error", (event) => same<typeof event, EventSourceErrorEvent>());
typed.addEventListener("unheard of", (event) => same<typeof event, MessageEvent<unknown>>());
typed.removeEventListener("price", (event: MessageEvent<Price>) => event);
// @ts-expect-error: a price is no string
typed.addEventListener("price", (event: MessageEvent<string>) => event);
typed.onmessage = (event) => same<typeof event, MessageEvent<unknown>>();
typed.onerror = (event) => same<typeof event, EventSourceErrorEvent>();
typed.onerror = null;

export async function iterate() {
  for await (const event of typed) {
    same<typeof event, ServerSentEvent<"price", Price> | ServerSentEvent<"closed", null>>();
    if (event.type === "price") {
      same<typeof event.data, Price>();
    }
    // @ts-expect-error: events are read-only
    event.type = "price";
  }
  for await (const { data } of typed.events("price")) {
    same<typeof data, Price>();
  }
  for await (const { data } of typed.events()) {
    same<typeof data, Price | null>();
  }
  // @ts-expect-error: there is no such event
  typed.events("prize");
  const error: unknown = undefined;
  const { reason, status, message, name } = error as EventSourceError;
  same<[typeof status, typeof message, typeof name], [number, string, "EventSourceError"]>();
  // @ts-expect-error: there is no such reason
  reason === "weather";
}

// @ts-expect-error: without `parse` all data is text
new EventSource<Events>("/prices");
// @ts-expect-error: what it makes is no price
new EventSource<{ price: Price }>("/prices", { parse: Number });
const parsed = new EventSource("/prices", { parse: JSON.parse });
parsed.onmessage = (event) => same<typeof event, MessageEvent<unknown>>();
const priced = new EventSource("/prices", {
  parse: (text): Price => JSON.parse(text),
  headers: ({ attempt }) => [["X-Attempt", String(attempt)]],
});
priced.onmessage = ({ data }) => same<typeof data, Price>();
// @ts-expect-error: there is no such option
new EventSource("/prices", { parse: JSON.parse, headres: {} });
// @ts-expect-error: there is no such option
new EventSource<Events>("/prices", { parse: JSON.parse, headres: {} });
// @ts-expect-error: there is no such option
new EventSource<{ tick: string }>("/prices", { headers: {}, headres: {} });

const named = new EventSource<{ tick: string }>("/ticks");
named.addEventListener("tick", ({ data }) => same<typeof data, string>());

const plain = new EventSource("/plain");
same<typeof plain, EventSource>();
plain.onmessage = ({ data }) => same<typeof data, string>();
plain.addEventListener("any", ({ data }) => same<typeof data, string>());
export async function iteratePlain() {
  for await (const event of plain.events("a", "b")) {
    same<typeof event, ServerSentEvent<"a", string> | ServerSentEvent<"b", string>>();
  }
  for await (const event of plain) {
    same<typeof event, ServerSentEvent>();
  }
}

const declaredFirst: EventSource<{ tick: number }> = new EventSource("/", { parse: JSON.parse });
declaredFirst.addEventListener("tick", ({ data }) => same<typeof data, number>());
