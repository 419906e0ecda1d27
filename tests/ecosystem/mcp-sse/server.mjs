// Each connection is a session of its own, and what is missed while it is down is not sent later.

import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { createServer } from "../support/mcp-server.mjs";

const transports = new Map();

export function answer(feed, request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (pathname !== "/sse" && pathname !== "/messages") {
    return false;
  }
  const token = feed.authorize(request, response);
  if (token) {
    const transport = transports.get(searchParams.get("sessionId"));
    if (pathname === "/sse") {
      open(feed, token, request.socket, response);
    } else if (transport) {
      transport.handlePostMessage(request, response);
    } else {
      response.writeHead(404).end();
    }
  }
  return true;
}

async function open(feed, token, socket, response) {
  const transport = new SSEServerTransport("/messages", response);
  transports.set(transport.sessionId, transport);
  socket.on("close", () => transports.delete(transport.sessionId));
  await createServer((after) => feed.numbers(socket, token, after)).connect(transport);
  response.write("retry: 10\n\n");
}
