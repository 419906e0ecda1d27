// Implements the option `shared`, which the entry `shared` adds to the class.

import type { Join } from "../event-source/extension.ts";
import { warnOnce } from "./fallback.ts";
import { checkName } from "./key.ts";
import { Participant } from "./participant.ts";

export const join: Join = (delegate, options, connect) => {
  checkName(options);
  if (hasLocks() && globalThis.BroadcastChannel) {
    return new Participant(delegate, options, connect);
  }
  warnOnce();
  return connect(delegate, options.initialLastEventId ?? "");
};

function hasLocks(): boolean {
  try {
    return Boolean(navigator.locks);
  } catch {
    return false;
  }
}
