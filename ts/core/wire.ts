// The numbers that cross between the WebAssembly core and TypeScript. The core has the same codes and lists in `src/wire/`,
// and a test of its own compares them with this file. In a list, a code is a place.

/** The commands of the core. */
export const COMMAND = {
  none: 0,
  prepare: 1,
  fetch: 2,
  abort: 3,
  probeCors: 4,
  refreshCredentials: 5,
  askShouldRetry: 6,
  announce: 7,
  dispatch: 8,
  pause: 9,
  fail: 10,
  readErrorBody: 11,
  withhold: 12,
} as const;

/** The inputs of the core. */
export const INPUT = {
  start: 0,
  prepared: 1,
  preparationFailed: 2,
  end: 3,
  networkError: 4,
  readingStopped: 5,
  readingResumed: 6,
  probed: 7,
  credentialsRefreshed: 8,
  retryDecided: 9,
  wakeup: 10,
  hidden: 11,
  visible: 12,
  freeze: 13,
  resume: 14,
  pagehide: 15,
  pageshow: 16,
  offline: 17,
  online: 18,
  leaving: 19,
  errorBodyRead: 20,
  bytes: 21,
  next: 22,
  credentialsOutdated: 23,
  takeOver: 24,
  reconnect: 25,
  response: 26,
} as const;

/** The numbers of a source's options, by their places. The statuses that say "unauthorized" follow. */
export const OPTION = {
  initialDelay: 0,
  maxDelay: 1,
  factor: 2,
  jitterRatio: 3,
  resetAfter: 4,
  maxRetries: 5,
  reconnect: 6,
  heartbeatTimeout: 7,
  connectTimeout: 8,
  hiddenGrace: 9,
  maxBufferSize: 10,
  refreshesCredentials: 11,
  asksShouldRetry: 12,
  idempotent: 13,
  probesCors: 14,
  looksForRedirects: 15,
  readsErrorBody: 16,
  followsRedirects: 17,
  freezesAreAnnounced: 18,
  reopenable: 19,
  gracePeriod: 20,
  hearsComments: 21,
  seed: 22,
} as const;

/** The causes of an attempt. */
export const ATTEMPT_CAUSES = ["first", "retry", "unauthorized", "return", "reconnect"] as const;

/** Why an attempt ended. */
export const REASONS = [
  "network",
  "end",
  "http",
  "no-content",
  "content-type",
  "cors",
  "redirect",
  "unauthorized",
  "headers",
  "connect-timeout",
  "heartbeat-timeout",
  "too-large",
  "blocked",
] as const;

/** The consequences of a failure. */
export const NEXTS = ["retry", "fatal", "gave-up", "not-repeatable"] as const;

export type Input = (typeof INPUT)[keyof typeof INPUT];
export type AttemptCause = (typeof ATTEMPT_CAUSES)[number];
/** `internal` is said of the core, not by it. */
export type Reason = (typeof REASONS)[number] | "internal";

/** A failure that is not settled yet is shown to the functions that decide what comes next. */
export type Next = (typeof NEXTS)[number] | "undecided";

/** The reasons why a browser blocks a request. */
export type Blockage = "scheme" | "user-info" | "port" | "mixed-content" | "csp";

/** An attempt that failed. */
export interface Failure {
  readonly reason: Reason;
  /** The response's status, 0 if there was none. */
  readonly status: number;
  /** The first attempt is 1. */
  readonly attempt: number;
  readonly next: Next;
  /** The wait before the next attempt in ms. */
  readonly delay: number;
  /** Why the browser has blocked the request, if that is the reason. The core does not know it. */
  readonly blockage?: Blockage | undefined;
}

/** A fault of this package, or no memory left. The core does not tell of it. */
export const INTERNAL_FAILURE: Failure = { reason: "internal", status: 0, attempt: 0, next: "fatal", delay: 0 };

/** The name of a code. The core and this file belong together, so another code is a fault of the build. */
export function nameOf<Name extends string>(names: readonly Name[], code: number): Name {
  const name = names[code];
  if (name === undefined) {
    throw new RangeError(`code ${code}`);
  }
  return name;
}
