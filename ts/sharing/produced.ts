// Converts the output of a participant's own connection to items for all participants.

import type { Kind } from "../core/sharing-core.ts";
import type { SourceDelegate } from "../driver/source-delegate.ts";
import { SharedPayload } from "./shared-payload.ts";

export interface Producer {
  /** Returns whether all events were taken at once. */
  produce(kind: Kind, payload: SharedPayload): boolean;
  /** The page must not be connected now. */
  paused(): void;
}

/** Creates that connection's delegate. It forwards the caller's functions from the source's own delegate. */
export function producing(delegate: SourceDelegate, producer: Producer): SourceDelegate {
  return {
    url: delegate.url,
    prepare: (...args) => delegate.prepare(...args),
    refreshCredentials: (...args) => delegate.refreshCredentials(...args),
    shouldRetry: (...args) => delegate.shouldRetry(...args),
    announce: ({ url }) => {
      producer.produce("open", SharedPayload.opened(url));
    },
    dispatch: (events) => producer.produce("events", new SharedPayload(events)),
    pause: () => {
      producer.produce("shut", SharedPayload.givenUp());
      producer.paused();
    },
    fail: (...args) => {
      producer.produce("shut", SharedPayload.failed(...args));
    },
  };
}
