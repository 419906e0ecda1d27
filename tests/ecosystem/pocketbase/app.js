import PocketBase from "pocketbase";
import { AppEventSource } from "../support/app-event-source.js";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { origin } from "../support/session.js";

// docs
globalThis.EventSource = AppEventSource;
const pocketbase = new PocketBase(origin());
pocketbase.beforeSend = (url, options) => ({ url, options: { ...options, fetch: authorizedFetch } });
// end

/** PocketBase does not send again what was missed: the app asks for it after each connection, and hears that first. */
export async function follow(show) {
  let last = 0;
  let caughtUp;
  const hear = ({ number }) => {
    if (number > last) {
      last = number;
      show(number);
    }
  };
  const numbers = pocketbase.collection("numbers");
  const catchUp = async () => {
    const missed = await numbers.getFullList({ filter: `number > ${last}`, requestKey: null });
    missed.forEach(hear);
  };
  await pocketbase.realtime.subscribe("PB_CONNECT", () => {
    caughtUp = catchUp();
  });
  await numbers.subscribe("*", async ({ record }) => {
    await caughtUp;
    hear(record);
  });
  return () => pocketbase.realtime.unsubscribe();
}
