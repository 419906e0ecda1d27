// A collection as PocketBase has it, as far as this app needs it: its stream, its subscriptions and its list, written after
// the documentation of its API. PocketBase itself is a program in Go. In front of it stands a gateway that wants a token.

import { randomUUID } from "node:crypto";
import { STREAM } from "../support/feed.mjs";

const clients = new Map();
/** What the collection has. */
let latest = 0;

export function answer(feed, request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (!pathname.startsWith("/api/")) {
    return false;
  }
  const token = feed.authorize(request, response);
  if (!token) {
    return true;
  }
  if (pathname === "/api/collections/numbers/records") {
    list(response, Number(searchParams.get("filter").match(/\d+/)));
    const [clientId, client] = [...clients].at(-1);
    client.hasCaughtUp = true;
    createIfReady(feed, clientId, client);
  } else if (request.method === "GET") {
    open(token, request, response);
  } else {
    subscribe(feed, request).then(() => response.writeHead(204).end());
  }
  return true;
}

function list(response, last) {
  const items = Array.from({ length: latest }, (_, index) => ({ id: String(index + 1), number: index + 1 }));
  const found = items.filter(({ number }) => number > last);
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ page: 1, perPage: 1000, totalItems: -1, totalPages: -1, items: found }));
}

function open(token, { socket }, response) {
  const clientId = randomUUID();
  clients.set(clientId, { token, socket, response });
  response.writeHead(200, STREAM).write(`id:${clientId}\nevent:PB_CONNECT\ndata:${JSON.stringify({ clientId })}\n\n`);
}

async function subscribe(feed, request) {
  const { clientId, subscriptions } = JSON.parse((await request.toArray()).join(""));
  const client = clients.get(clientId);
  if (client && subscriptions.includes("numbers/*")) {
    client.isSubscribed = true;
    createIfReady(feed, clientId, client);
  }
}

/** PocketBase never connects again if a connection breaks off before it has heard that it is subscribed. */
function createIfReady(feed, clientId, client) {
  if (client.isSubscribed && client.hasCaughtUp && !client.isServed) {
    client.isServed = true;
    create(feed, clientId, client);
  }
}

/** Records are created while somebody listens; one that is created when a connection drops is in the list only. */
async function create(feed, clientId, { token, socket, response }) {
  for await (const number of feed.numbers(socket, token, latest)) {
    latest = number;
    const record = { id: String(number), number };
    response.write(`id:${clientId}\nevent:numbers/*\ndata:${JSON.stringify({ action: "create", record })}\n\n`);
  }
}
