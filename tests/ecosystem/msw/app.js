import "eventsource-wasm/polyfill"; // MSW makes handlers by `sse` only where there is an `EventSource`
import { HttpResponse, http, sse } from "msw";
import { setupServer } from "msw/node";
import { AppEventSource } from "../support/app-event-source.js";
import { NUMBERS } from "../support/feed.mjs";
import { origin } from "../support/session.js";

const API = origin();
const EVENTS_PER_TOKEN = 5;
const EVENTS_PER_CONNECTION = 3;
const seen = { tokens: 0, refusals: 0, drops: 0 };
let credit = 0;

// docs
const mocks = setupServer(
  sse(`${API}/greetings`, ({ client }) => client.send({ data: "hello" })),
  http.get(`${API}/events`, ({ request }) => {
    if (request.headers.get("Authorization") !== `Bearer token-${seen.tokens}` || credit === 0) {
      seen.refusals += 1;
      return new HttpResponse(null, { status: 401 });
    }
    const stream = streamAfter(Number(request.headers.get("Last-Event-ID")));
    return new HttpResponse(stream, { headers: { "Content-Type": "text/event-stream" } });
  }),
  http.post(`${API}/token`, () => {
    seen.tokens += 1;
    credit = EVENTS_PER_TOKEN;
    return HttpResponse.text(`token-${seen.tokens}`);
  }),
);
// end

function streamAfter(last) {
  const encoder = new TextEncoder();
  const numbers = NUMBERS.slice(last, last + Math.min(EVENTS_PER_CONNECTION, credit));
  credit -= numbers.length;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode("retry: 10\n\n")),
    async pull(controller) {
      // What was not read yet when a stream fails is lost, as with a connection that is reset.
      await new Promise((resolve) => setTimeout(resolve, 20));
      const number = numbers.shift();
      if (number) {
        controller.enqueue(encoder.encode(`id: ${number}\ndata: ${number}\n\n`));
      } else if (last < NUMBERS.length) {
        seen.drops += 1;
        controller.error(new TypeError("network error"));
      }
    },
  });
}

export async function follow(show) {
  mocks.listen({ onUnhandledRequest: "error" });
  for await (const { data } of new AppEventSource(`${API}/greetings`)) {
    if (data === "hello") {
      break;
    }
  }
  const source = new AppEventSource(`${API}/events`);
  source.onmessage = ({ data }) => show(Number(data));
  return () => {
    source.close();
    mocks.close();
    return seen;
  };
}
