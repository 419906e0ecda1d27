// Refreshes credentials: one call at a time, and one call for all requests that were made with the same credentials, even if
// several sources share the function.

import type { EventSourceErrorEvent } from "../types/options.ts";

type Refresh = (error: EventSourceErrorEvent) => boolean | Promise<boolean>;

/** In ms. A session waits no longer for the refresh. */
const TIMEOUT = 30_000;

/** The state of one function. */
interface Refreshes {
  /** The number of renewals. It is a count because clocks are too coarse to order requests and renewals. */
  renewals: number;
  running?: { readonly result: Promise<boolean>; readonly since: number } | undefined;
}

const known = new WeakMap<Refresh, Refreshes>();

/** Returns how often the function has renewed the credentials. */
export function renewalsBy(refresh: Refresh | undefined): number {
  return (refresh && known.get(refresh)?.renewals) ?? 0;
}

/** Calls the function, or joins its pending call unless that takes too long. */
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
