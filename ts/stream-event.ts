// The events of a stream as listeners get them.

import type { ServerSentEvent } from "./types.ts";

type Attributes = ServerSentEvent<string, unknown>;

/** So many events in one chunk are a flood, in which each microsecond counts. */
const FLOOD = 32;

let fastClass: (new (attributes: Attributes) => MessageEvent) | undefined;

/** How to make the events of a chunk that has so many. */
export function makerFor(count: number): (attributes: Attributes) => MessageEvent {
  return count < FLOOD ? make : makeFast;
}

/** An event whose attributes are worked out when they are read. `onRead` is called then. */
export function createLazyEvent(event: ServerSentEvent, parse: () => unknown, onRead: () => void): MessageEvent {
  let data: { value: unknown } | undefined;
  const read = <Value>(value: Value): Value => {
    onRead();
    return value;
  };
  return makeFast({
    type: event.type,
    get data() {
      data ??= { value: parse() };
      return read(data.value);
    },
    get lastEventId() {
      return read(event.lastEventId);
    },
    get origin() {
      return read(event.origin);
    },
  });
}

const make = (attributes: Attributes): MessageEvent => new MessageEvent(attributes.type, attributes);

/**
 * Makes a `MessageEvent` of the platform without its dictionary: Chromium takes twice as long for one with it, most of that
 * to parse the origin anew each time. The attributes that the dictionary would set are read from `attributes`.
 */
function makeFast(attributes: Attributes): MessageEvent {
  // Deno and the DOM of tests, such as happy-dom's, keep the attributes at the event itself, where they hide those below.
  if (!("data" in MessageEvent.prototype)) {
    return make(attributes);
  }
  fastClass ??= createFastClass();
  return new fastClass(attributes);
}

function createFastClass() {
  class StreamEvent extends MessageEvent<unknown> {
    readonly #attributes: Attributes;

    constructor(attributes: Attributes) {
      super(attributes.type);
      this.#attributes = attributes;
    }

    override get data(): unknown {
      return this.#attributes.data;
    }

    override get origin(): string {
      return this.#attributes.origin;
    }

    override get lastEventId(): string {
      return this.#attributes.lastEventId;
    }
  }
  // Whoever looks at the event shall find the platform's class, and its attributes as enumerable as they are there.
  Reflect.deleteProperty(StreamEvent.prototype, "constructor");
  for (const name of ["data", "origin", "lastEventId"]) {
    Object.defineProperty(StreamEvent.prototype, name, { enumerable: true });
  }
  return StreamEvent;
}
