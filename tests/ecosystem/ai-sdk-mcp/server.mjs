// A tool that tells the next number. The connection of each fourth call drops before its answer.

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";

const CALLS_PER_DROP = 4;
let calls = 0;

export function answer(feed, request, response) {
  if (!request.url.startsWith("/mcp")) {
    return false;
  }
  const token = feed.authorize(request, response);
  if (token) {
    serve(request, response, (after) => next(feed, token, request.socket, after));
  }
  return true;
}

async function serve(request, response, numberAfter) {
  const server = new McpServer({ name: "numbers", version: "1.0.0" });
  server.registerTool("next", { inputSchema: { after: z.number() } }, async ({ after }) => ({
    content: [{ type: "text", text: String(await numberAfter(after)) }],
  }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

function next(feed, token, socket, after) {
  calls += 1;
  if (calls % CALLS_PER_DROP > 0) {
    feed.spend(token);
    return after + 1;
  }
  feed.cut(socket);
  return new Promise(() => {});
}
