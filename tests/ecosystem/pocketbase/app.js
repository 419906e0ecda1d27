import PocketBase from "pocketbase";
import { AppEventSource } from "../support/app-event-source.js";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { origin } from "../support/session.js";

// docs
globalThis.EventSource = AppEventSource;
const pocketbase = new PocketBase(origin());
pocketbase.beforeSend = (url, options) => ({ url, options: { ...options, fetch: authorizedFetch } });
// end

/** PocketBase does not send again what was missed: the app asks for it after each connection. */
export async function follow(show) {
  let last = 0;
  const hear = ({ number }) => {
    if (number > last) {
      last = number;
      show(number);
    }
  };
  const numbers = pocketbase.collection("numbers");
  await pocketbase.realtime.subscribe("PB_CONNECT", async () => {
    for (const record of await numbers.getFullList({ filter: `number > ${last}`, requestKey: null })) {
      hear(record);
    }
  });
  await numbers.subscribe("*", ({ record }) => hear(record));
  return () => pocketbase.realtime.unsubscribe();
}
