import flagsmith from "@flagsmith/flagsmith";
import { AppEventSource } from "../support/app-event-source.js";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { origin } from "../support/session.js";

async function init(onChange) {
  // docs
  globalThis.FlagsmithEventSource = AppEventSource; // after the import of Flagsmith
  await flagsmith.init({
    environmentID: "environment",
    realtime: true,
    api: `${origin()}/api/v1/`,
    eventSourceUrl: `${origin()}/`,
    fetch: authorizedFetch,
    onChange,
  });
  // end
}

export async function follow(show) {
  let shown = 0;
  await init(() => {
    const numbers = String(flagsmith.getValue("numbers") ?? "")
      .split(" ")
      .filter(Boolean);
    for (; shown < numbers.length; shown += 1) {
      show(Number(numbers[shown]));
    }
  });
  return () => {};
}
