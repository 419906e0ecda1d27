// What the browser keeps for a time without a network: the page itself, by a service worker, and the last board.

import type { Departure } from "./board.ts";

const KEY = "departures";
/** A board from yesterday is of no use. */
const GOOD_FOR = 24 * 60 * 60 * 1000;

export interface KeptBoard {
  /** When it was kept, in ms since 1970. */
  at: number;
  flights: Departure[];
}

/** A browser may refuse to keep anything: then there is nothing to show without a network. */
export function keepBoard(flights: Departure[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), flights } satisfies KeptBoard));
  } catch {}
}

export function keptBoard(): KeptBoard | undefined {
  try {
    const kept: KeptBoard = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return kept && Date.now() - kept.at < GOOD_FOR ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Resolves with whether the page opens without a network from now on. */
export async function keepPage(): Promise<boolean> {
  try {
    await navigator.serviceWorker.register("service-worker.js");
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}
