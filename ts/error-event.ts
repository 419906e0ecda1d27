// The error event: a plain Event that also says what happened and what comes next.

import { errorBodyOf } from "./error-body.ts";
import type { Failure, Reason } from "./failure.ts";
import { type Circumstances, describe } from "./messages.ts";
import type { EventSourceErrorEvent } from "./types.ts";

export function createErrorEvent(failure: Failure, circumstances: Circumstances): EventSourceErrorEvent {
  const { response, cause } = circumstances;
  const extras: Omit<EventSourceErrorEvent, keyof Event> = {
    reason: publicReason(failure.reason),
    message: describe(failure, circumstances),
    status: response?.status ?? failure.status,
    code: response?.status ?? failure.status,
    statusText: response?.statusText ?? "",
    headers: response?.headers,
    body: errorBodyOf(response),
    attempt: failure.attempt,
    willRetry: failure.next === "retry",
    delay: failure.delay,
    error: cause,
  };
  const event = new Event("error");
  for (const [name, value] of Object.entries(extras)) {
    // Own and enumerable, so that the console shows them; not writable, as an event's attributes are.
    Object.defineProperty(event, name, { value, enumerable: true });
  }
  return event as EventSourceErrorEvent;
}

function publicReason(reason: Reason): EventSourceErrorEvent["reason"] {
  return reason === "connect-timeout" || reason === "heartbeat-timeout" ? "timeout" : reason;
}
