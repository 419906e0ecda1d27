import { GrowthBook, setPolyfills } from "@growthbook/growthbook";
import { AppEventSource } from "../support/app-event-source.js";
import { origin } from "../support/session.js";

// docs
setPolyfills({ EventSource: AppEventSource });
// end

export async function follow(show) {
  const growthbook = new GrowthBook({ apiHost: origin(), clientKey: "sdk-1" });
  growthbook.setRenderer(() => {
    const number = growthbook.getFeatureValue("number", 0);
    if (number > 0) {
      show(number);
    }
  });
  await growthbook.init({ streaming: true });
  return () => growthbook.destroy({ destroyAllStreams: true });
}
