// The contents of open and error events, and the error that a `for await` throws.

import type { Failure, Reason } from "../core/wire.ts";
import type { ResponseHead } from "../driver/response-head.ts";
import type { OpenedResponse } from "../driver/source-delegate.ts";
import { type Circumstances, describe } from "../errors/messages.ts";
import type { EventSourceError, EventSourceErrorDetails, EventSourceErrorEvent } from "../types/options.ts";

export function detailsOf(
  failure: Failure,
  circumstances: Circumstances & { readonly response: ResponseHead | undefined },
): EventSourceErrorDetails {
  const { response, cause } = circumstances;
  return {
    reason: publicReason(failure.reason),
    message: describe(failure, circumstances),
    status: response?.status ?? failure.status,
    code: response?.status ?? failure.status,
    statusText: response?.statusText ?? "",
    headers: response?.headers,
    body: response?.errorBody,
    attempt: failure.attempt,
    willRetry: failure.next === "retry",
    delay: failure.delay,
    error: cause,
  };
}

export function createErrorEvent(details: EventSourceErrorDetails): EventSourceErrorEvent {
  return createEventWith("error", details) as EventSourceErrorEvent;
}

/** Not `lastEventId`, which would look like that of a message. */
export function createOpenEvent({ status, headers }: OpenedResponse, resumedFrom?: string): Event {
  return createEventWith("open", {
    status,
    headers,
    resumed: resumedFrom === undefined ? undefined : resumedFrom !== "",
    resumedFrom,
  });
}

/** A plain Event with the details. */
function createEventWith(type: string, details: object): Event {
  const event = new Event(type);
  for (const [name, value] of Object.entries(details)) {
    // Own and enumerable, so that the console shows them; not writable, as an event's attributes are.
    Object.defineProperty(event, name, { value, enumerable: true });
  }
  return event;
}

/** A plain Error with the details. */
export function createError(details: EventSourceErrorDetails): EventSourceError {
  const error = new Error(details.message, { cause: details.error });
  return Object.assign(error, details, { name: "EventSourceError" as const });
}

export function publicReason(reason: Reason): EventSourceErrorEvent["reason"] {
  return reason === "connect-timeout" || reason === "heartbeat-timeout" ? "timeout" : reason;
}
