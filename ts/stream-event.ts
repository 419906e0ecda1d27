// The events of a stream as listeners get them.

import type { ServerSentEvent } from "./types.ts";

type Make = (event: ServerSentEvent<string, unknown>) => MessageEvent;

/** So many events in one chunk are a flood, in which each microsecond counts. */
const FLOOD = 32;

let makeFast: Make | undefined;

/** How to make the events of a chunk that has so many. */
export function makerFor(count: number): Make {
  // Deno and the DOM of tests, such as happy-dom's, keep the attributes at the event itself, where they hide those below.
  if (count < FLOOD || !("data" in MessageEvent.prototype)) {
    return make;
  }
  makeFast ??= fastMaker();
  return makeFast;
}

const make: Make = (event) => new MessageEvent(event.type, event);

/**
 * Makes a `MessageEvent` of the platform without its dictionary: Chromium takes twice as long for one with it, most of that
 * to parse the origin anew each time. The attributes that the dictionary would set are read from `event`.
 */
function fastMaker(): Make {
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
