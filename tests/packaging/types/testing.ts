// The testing server fits the class and the global `fetch`. It is compiled and never run: `npm test -- --only types`.

import { EventSource } from "eventsource-wasm";
import { createEventServer } from "eventsource-wasm/testing";

const server = createEventServer({ virtualTime: true });
new EventSource("/", { fetch: server.fetch });
globalThis.fetch = server.fetch;
server.respond(new Response("later", { status: 503 }));
server.respond(async ({ headers }) => new Response(headers.get("Authorization")));
// @ts-expect-error: data is text
server.send({ data: 1 });
// @ts-expect-error: a status alone is no answer
server.respond(503);
