// The events of a stream as listeners get them.

import type { ServerSentEvent } from "./types.ts";

type MessageEventMaker = (event: ServerSentEvent<string, unknown>) => MessageEvent;

let make: MessageEventMaker | undefined;

/**
 * A `MessageEvent` of the platform, made without its dictionary: Chromium takes twice as long for one with it, most
 * of that to parse the origin anew each time. The attributes that the dictionary would set are read from `event`.
 */
export function createStreamEvent(event: ServerSentEvent<string, unknown>): MessageEvent {
  make ??= maker();
  return make(event);
}

/** Made when the first event comes: a server that only imports the package may have no `MessageEvent`. */
function maker(): MessageEventMaker {
  // Deno and the DOM of tests, such as happy-dom's, keep the attributes at the event itself, where they hide those below.
  if (!("data" in MessageEvent.prototype)) {
    return (event) => new MessageEvent(event.type, event);
  }
  class StreamEvent extends MessageEvent<unknown> {
    readonly #event: ServerSentEvent<string, unknown>;

    constructor(event: ServerSentEvent<string, unknown>) {
      super(event.type);
      this.#event = event;
    }

    override get data(): unknown {
      return this.#event.data;
    }

    override get origin(): string {
      return this.#event.origin;
    }

    override get lastEventId(): string {
      return this.#event.lastEventId;
    }
  }
  // Whoever looks at the event shall find the platform's class, and its attributes as enumerable as they are there.
  Reflect.deleteProperty(StreamEvent.prototype, "constructor");
  for (const name of ["data", "origin", "lastEventId"]) {
    Object.defineProperty(StreamEvent.prototype, name, { enumerable: true });
  }
  return (event) => new StreamEvent(event);
}
