// Refreshing credentials: one at a time, however many sources share the function that does it.

import type { EventSourceErrorEvent } from "../types/options.ts";

type Refresh = (error: EventSourceErrorEvent) => boolean | Promise<boolean>;

/** In ms. A session does not wait any longer for it. */
const TIMEOUT = 30_000;

interface Call {
  readonly result: Promise<boolean>;
  readonly since: number;
}

const running = new WeakMap<Refresh, Call>();

/** Calls the function, or joins the call that is still running. One that hangs is not joined any more. */
export function refreshOnce(refresh: Refresh, error: EventSourceErrorEvent): Promise<boolean> {
  const joined = running.get(refresh);
  if (joined && performance.now() - joined.since < TIMEOUT) {
    return joined.result;
  }
  const result = Promise.resolve()
    .then(() => refresh(error))
    .finally(() => running.get(refresh)?.result === result && running.delete(refresh));
  running.set(refresh, { result, since: performance.now() });
  return result;
}
