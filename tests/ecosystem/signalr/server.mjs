// A hub as ASP.NET Core has it, as far as this app needs it: negotiation, the transport Server-Sent Events and the JSON
// protocol, written after the protocol's documentation. There is no SignalR server in JavaScript.

import { randomUUID } from "node:crypto";
import { STREAM } from "../support/feed.mjs";

const END = "\u001e";
const [STREAM_ITEM, COMPLETION] = [2, 3];
const connections = new Map();

export function answer(feed, request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (!pathname.startsWith("/hub")) {
    return false;
  }
  const token = feed.authorize(request, response);
  if (!token) {
    return true;
  }
  const id = searchParams.get("id");
  if (pathname === "/hub/negotiate") {
    negotiate(response);
  } else if (request.method === "GET") {
    open(id, token, request, response);
  } else if (connections.has(id)) {
    receive(feed, connections.get(id), request).then(() => response.end());
  } else {
    response.writeHead(404).end();
  }
  return true;
}

function negotiate(response) {
  const connectionId = randomUUID();
  const availableTransports = [{ transport: "ServerSentEvents", transferFormats: ["Text"] }];
  response.end(
    JSON.stringify({ negotiateVersion: 1, connectionId, connectionToken: connectionId, availableTransports }),
  );
}

function open(id, token, request, response) {
  response.writeHead(200, STREAM).write("\r\n");
  const { socket } = request;
  connections.set(id, {
    token,
    socket,
    send: (message) => response.write(`data: ${JSON.stringify(message)}${END}\n\n`),
  });
  socket.on("close", () => connections.delete(id));
}

async function receive(feed, connection, request) {
  const text = (await request.toArray()).join("");
  for (const message of text.split(END).filter(Boolean).map(JSON.parse)) {
    if (message.protocol) {
      connection.send({}); // the handshake
    } else if (message.target === "Numbers") {
      numbers(feed, connection, message);
    }
  }
}

async function numbers(feed, { token, socket, send }, { invocationId, arguments: [last] }) {
  for await (const item of feed.numbers(socket, token, last)) {
    send({ type: STREAM_ITEM, invocationId, item });
  }
  if (!socket.destroyed) {
    send({ type: COMPLETION, invocationId });
  }
}
