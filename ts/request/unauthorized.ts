// Refreshing credentials: one call at a time, and one for all requests that were made with the same credentials, however
// many sources share the function that does it.

import type { EventSourceErrorEvent } from "../types/options.ts";

type Refresh = (error: EventSourceErrorEvent) => boolean | Promise<boolean>;

/** In ms. A session does not wait any longer for it. */
const TIMEOUT = 30_000;

/** What is known of one function. */
interface Refreshes {
  /** How often it has renewed the credentials. A count, for clocks are too coarse to say what came first. */
  renewals: number;
  running?: { readonly result: Promise<boolean>; readonly since: number } | undefined;
}

const known = new WeakMap<Refresh, Refreshes>();

/** How often the function has renewed the credentials so far. */
export function renewalsBy(refresh: Refresh | undefined): number {
  return (refresh && known.get(refresh)?.renewals) ?? 0;
}

/** Calls the function, or joins the call that is still running. One that hangs is not joined any more. */
export function refreshOnce(refresh: Refresh, error: EventSourceErrorEvent): Promise<boolean> {
  const refreshes = known.get(refresh) ?? { renewals: 0 };
  known.set(refresh, refreshes);
  const { running } = refreshes;
  if (running && performance.now() - running.since < TIMEOUT) {
    return running.result;
  }
  const result = Promise.resolve()
    .then(() => refresh(error))
    .then((renewed) => {
      refreshes.renewals += Number(Boolean(renewed));
      return renewed;
    })
    .finally(() => {
      if (refreshes.running?.result === result) {
        refreshes.running = undefined;
      }
    });
  refreshes.running = { result, since: performance.now() };
  return result;
}
