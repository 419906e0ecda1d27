// A failure as the core tells it, in the order of `src/js/failure.rs`.

/** Why an attempt ended. */
export type Reason =
  | "network"
  | "end"
  | "http"
  | "no-content"
  | "content-type"
  | "cors"
  | "redirect"
  | "unauthorized"
  | "headers"
  | "connect-timeout"
  | "heartbeat-timeout"
  | "too-large"
  | "blocked";

/** What comes after a failure. */
export type Next = "retry" | "fatal" | "gave-up" | "not-repeatable" | "undecided";

export interface Failure {
  readonly reason: Reason;
  readonly status: number;
  readonly attempt: number;
  readonly next: Next;
  readonly delay: number;
}

const REASONS: readonly Reason[] = [
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
];

const NEXT: readonly Next[] = ["retry", "fatal", "gave-up", "not-repeatable"];

export function failureFrom([reason = 0, status = 0, attempt = 0, next = 0, delay = 0]: Float64Array): Failure {
  return { reason: REASONS[reason] ?? "network", status, attempt, next: NEXT[next] ?? "fatal", delay };
}
