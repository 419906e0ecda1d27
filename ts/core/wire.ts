// The numbers that cross between the WebAssembly core and TypeScript: a code is a place in one of these lists. The core
// has the same lists in `src/wire/`, and a test of its own compares them with this file.

/** What the core asks for. */
export const COMMANDS = [
  "none",
  "prepare",
  "fetch",
  "abort",
  "probe-cors",
  "refresh-credentials",
  "ask-should-retry",
  "announce",
  "dispatch",
  "pause",
  "fail",
  "read-error-body",
] as const;

/** What the core is told. */
export const INPUTS = [
  "start",
  "prepared",
  "preparation-failed",
  "end",
  "network-error",
  "reading-stopped",
  "reading-resumed",
  "probed",
  "credentials-refreshed",
  "retry-decided",
  "wakeup",
  "hidden",
  "visible",
  "freeze",
  "resume",
  "pagehide",
  "pageshow",
  "offline",
  "online",
  "leaving",
  "error-body-read",
  "credentials-outdated",
  "take-over",
] as const;

/** The numbers of a source's options. `NaN` stands for a default. The statuses that say "unauthorized" follow. */
export const OPTIONS = [
  "initialDelay",
  "maxDelay",
  "factor",
  "jitterRatio",
  "resetAfter",
  "maxRetries",
  "reconnect",
  "heartbeatTimeout",
  "connectTimeout",
  "hiddenGrace",
  "maxBufferSize",
  "refreshesCredentials",
  "asksShouldRetry",
  "idempotent",
  "probesCors",
  "looksForRedirects",
  "readsErrorBody",
  "followsRedirects",
  "toldOfFreezes",
  "seed",
] as const;

/** Why there is an attempt. */
export const ATTEMPT_CAUSES = ["first", "retry", "unauthorized", "return"] as const;

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

/** What comes after a failure. */
export const NEXTS = ["retry", "fatal", "gave-up", "not-repeatable"] as const;

export type Input = (typeof INPUTS)[number];
export type AttemptCause = (typeof ATTEMPT_CAUSES)[number];
/** `internal` is said of the core, not by it. */
export type Reason = (typeof REASONS)[number] | "internal";

/** A failure that is not settled yet is shown to the functions that decide what comes next. */
export type Next = (typeof NEXTS)[number] | "undecided";

/** The options of a source as numbers, by name. What is not given is a default. */
export type OptionNumbers = { readonly [Name in (typeof OPTIONS)[number]]?: number | undefined };

/** What may block a request in the browser. */
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
  /** What has blocked the request, if that is the reason. The core does not know it. */
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

export function optionsArray(options: OptionNumbers, statuses: readonly number[]): Float64Array {
  return Float64Array.from([...OPTIONS.map((name) => options[name] ?? Number.NaN), ...statuses]);
}
