// The result of a client in a run, in a few words.

import type { Phase } from "./lane.ts";

export interface Outcome {
  missing: number;
  twice: number;
  /** As the server counted them. */
  requests: number;
  phase: Phase | undefined;
  /** True if the server asked clients not to reconnect. */
  isFinal: boolean;
}

/** One event may be in flight when a run ends. */
const ON_ITS_WAY = 1;
/** A client that sends more requests than this in twelve seconds sends too many. */
export const MANY = 15;

export function judge(outcome: Outcome): { text: string; isGood: boolean } {
  const { isFinal, missing } = outcome;
  const text = isFinal ? whoIsNotWanted(outcome) : missing > ON_ITS_WAY ? whoMisses(outcome) : whoHasAll(outcome);
  return { text, isGood: text === STOPPED || text === ALL };
}

const STOPPED = "Stopped, as it should";
const ALL = "Nothing lost";

function whoIsNotWanted({ phase, requests }: Outcome): string {
  if (phase !== "closed") return `Kept asking: ${requests} requests`;
  return requests > 1 ? STOPPED : "Closed before the server asked for it";
}

function whoMisses({ phase, missing }: Outcome): string {
  if (phase === "closed") return `Gave up: ${missing} missing`;
  return phase === "open" ? `Did not notice: ${missing} missing` : `${missing} missing so far`;
}

function whoHasAll({ twice, requests }: Outcome): string {
  if (twice > 0) return `${twice} duplicates`;
  return requests > MANY ? `Too many: ${requests} requests` : ALL;
}
