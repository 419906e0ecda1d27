// An MCP server by its own SDK. It has one tool, which tells the numbers after one. Each thing that it tells has a name.

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { EmptyResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";

let told = 0;

/** `numbers(after)` iterates over what the tool tells. */
export function createServer(numbers) {
  const server = new McpServer({ name: "numbers", version: "1.0.0" });
  const inputSchema = { after: z.number() };
  server.registerTool("count", { inputSchema }, async ({ after }, { sendNotification, sendRequest }) => {
    for await (const data of numbers(after)) {
      told += 1;
      const params = { level: "info", logger: `number-${told}`, data };
      await sendNotification({ method: "notifications/message", params });
      // The client has read it when it answers. What breaks off before takes with it what streams have queued.
      await sendRequest({ method: "ping" }, EmptyResultSchema);
    }
    return { content: [{ type: "text", text: "counted" }] };
  });
  server.server.registerCapabilities({ logging: {} });
  return server;
}
