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
  let shown = 0;
  const showNew = () => {
    const numbers = client.jsonVariation("numbers", []);
    for (; shown < numbers.length; shown += 1) {
      show(numbers[shown]);
    }
  };
  client.on("change:numbers", showNew);
  await client.start();
  showNew();
  return () => client.close();
}
