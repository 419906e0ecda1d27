// What the connection of a participant of its own brings, as items for all.

import type { Kind } from "../core/sharing-core.ts";
import type { SourceDelegate } from "../driver/source-delegate.ts";
import { SharedPayload } from "./shared-payload.ts";

export interface Producer {
  /** Returns whether events were all taken at once. */
  produce(kind: Kind, payload: SharedPayload): boolean;
  /** The page must not be connected now. */
  paused(): void;
}

/** The delegate of that connection: what only the caller can answer, the source's own delegate is asked. */
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
