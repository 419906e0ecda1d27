import { createClient } from "@launchdarkly/js-client-sdk";
import { AppEventSource } from "../support/app-event-source.js";
import { origin } from "../support/session.js";

// docs
globalThis.EventSource = AppEventSource;
const client = createClient(
  "client-side-id",
  { kind: "user", key: "ada" },
  { baseUri: origin(), streamUri: origin(), sendEvents: false, streamInitialReconnectDelay: 0.01 },
);
// end

export async function follow(show) {
  let last = 0;
  client.on("change:number", () => {
    const number = client.numberVariation("number", 0);
    if (number > last) {
      last = number;
      show(number);
    }
  });
  await client.start();
  return () => client.close();
}
