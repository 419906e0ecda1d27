import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { LoggingMessageNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { NUMBERS } from "../support/feed.mjs";
import { origin } from "../support/session.js";

// docs
const client = new Client({ name: "app", version: "1.0.0" });
const transport = new SSEClientTransport(new URL("/sse", origin()), {
  fetch: authorizedFetch,
  eventSourceInit: { heartbeatTimeout: 45_000 }, // this class's options
});
// end

/** A call that has no answer is repeated, from where the app was; the first may still be under way, and tells the same. */
export async function follow(show) {
  let last = 0;
  let isStopped = false;
  const heard = new Set();
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    if (heard.has(params.logger)) {
      show(`${params.logger} is doubled`);
    }
    heard.add(params.logger);
    if (params.data > last) {
      last = params.data;
      show(last);
    }
  });
  await client.connect(transport);
  const call = async () => {
    while (last < NUMBERS.length && !isStopped) {
      const asked = { name: "count", arguments: { after: last } };
      await client.callTool(asked, undefined, { timeout: 300 }).catch(() => {});
    }
  };
  call();
  return () => {
    isStopped = true;
    return client.close();
  };
}
