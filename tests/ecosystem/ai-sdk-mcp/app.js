import { createMCPClient } from "@ai-sdk/mcp";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { NUMBERS } from "../support/feed.mjs";
import { origin } from "../support/session.js";

let client;

async function connect() {
  // docs
  client = await createMCPClient({
    transport: { type: "http", url: `${origin()}/mcp`, fetch: authorizedFetch },
  });
  // end
}

/** A call that has no answer is repeated. */
export async function follow(show) {
  await connect();
  const { next } = await client.tools();
  const call = async () => {
    for (let last = 0; last < NUMBERS.length; ) {
      const options = { toolCallId: "1", messages: [], abortSignal: AbortSignal.timeout(500) };
      const result = await next.execute({ after: last }, options).catch(() => undefined);
      if (result) {
        last = Number(result.content[0].text);
        show(last);
      }
    }
  };
  call();
  return () => client.close();
}
