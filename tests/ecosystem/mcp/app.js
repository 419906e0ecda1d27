import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { LoggingMessageNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { origin } from "../support/session.js";

// docs
const client = new Client({ name: "app", version: "1.0.0" });
const transport = new StreamableHTTPClientTransport(new URL("/mcp", origin()), {
  fetch: authorizedFetch,
  reconnectionOptions: {
    initialReconnectionDelay: 1000,
    maxReconnectionDelay: 30_000,
    reconnectionDelayGrowFactor: 1.5,
    maxRetries: 20,
  },
});
// end

export async function follow(show) {
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => show(params.data));
  await client.connect(transport);
  const called = client.callTool({ name: "count", arguments: { after: 0 } });
  return async () => {
    const { content } = await called;
    if (content[0].text !== "counted") {
      throw new Error("the call has no result");
    }
    await client.close();
  };
}
