// What the browser stores for use without a network: the page, in a service worker's cache, and the last board.

import type { Departure } from "../page/board.ts";

const KEY = "departures";
/** An older board is not shown. */
const GOOD_FOR = 24 * 60 * 60 * 1000;

export interface CachedBoard {
  /** When it was cached, in ms since 1970. */
  at: number;
  flights: Departure[];
}

/** A browser may refuse to store anything. Then there is nothing to show without a network. */
export function cacheBoard(flights: Departure[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), flights } satisfies CachedBoard));
  } catch {}
}

export function cachedBoard(): CachedBoard | undefined {
  try {
    const cached: CachedBoard = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return cached && Date.now() - cached.at < GOOD_FOR ? cached : undefined;
  } catch {
    return undefined;
  }
}

/** Resolves with whether the page opens without a network from now on. */
export async function cachePage(): Promise<boolean> {
  try {
    await navigator.serviceWorker.register("service-worker.js");
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}
