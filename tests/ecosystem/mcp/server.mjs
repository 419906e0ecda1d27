// Its events have ids and are kept, so a stream can be resumed.

import { randomUUID } from "node:crypto";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { NUMBERS } from "../support/feed.mjs";
import { json } from "../support/json.mjs";
import { createServer } from "../support/mcp-server.mjs";

let transport;

export function answer(feed, request, response) {
  if (!request.url.startsWith("/mcp")) {
    return false;
  }
  const token = feed.authorize(request, response);
  if (token) {
    feed.meter(token, request.socket, response, (text) => /"data":\d/.test(text));
    serve(request, response);
  }
  return true;
}

async function serve(request, response) {
  const body = request.method === "POST" ? await json(request) : undefined;
  if (body?.method === "initialize") {
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new EventStore(),
      retryInterval: 10,
    });
    await createServer(numbers).connect(transport);
  }
  await transport.handleRequest(request, response, body);
}

const numbers = (after) => NUMBERS.filter((one) => one > after);

class EventStore {
  #events = [];

  async storeEvent(streamId, message) {
    this.#events.push({ streamId, message });
    return String(this.#events.length);
  }

  async getStreamIdForEventId(id) {
    return this.#events[id - 1]?.streamId;
  }

  async replayEventsAfter(id, { send }) {
    const { streamId } = this.#events[id - 1];
    for (const [index, event] of this.#events.entries()) {
      if (index >= Number(id) && event.streamId === streamId) {
        await send(String(index + 1), event.message);
      }
    }
    return streamId;
  }
}
