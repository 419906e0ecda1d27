// Refreshing credentials: one at a time, however many sources share the function that does it.

import type { EventSourceErrorEvent } from "./types.ts";

type Refresh = (error: EventSourceErrorEvent) => boolean | Promise<boolean>;

const running = new WeakMap<Refresh, Promise<boolean>>();

/** Calls the function, or joins the call that is still running. */
export function refreshOnce(refresh: Refresh, error: EventSourceErrorEvent): Promise<boolean> {
  const joined = running.get(refresh);
  if (joined) {
    return joined;
  }
  const call = Promise.resolve()
    .then(() => refresh(error))
    .finally(() => running.delete(refresh));
  running.set(refresh, call);
  return call;
}
