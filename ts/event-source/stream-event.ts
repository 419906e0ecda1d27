// The events of a stream as listeners get them.

import type { ServerSentEvent } from "../types/options.ts";

type Attributes = ServerSentEvent<string, unknown>;

/** Computes the attributes when one of them is read. */
type OnRead = (attributes: Attributes) => Attributes;

/** So many events in one chunk are a flood, in which each microsecond counts. */
export const FLOOD = 32;

let fastClass: (new (attributes: Attributes, onRead?: OnRead) => MessageEvent) | undefined;

/** Where the platform has `initMessageEvent`, by that: it does not parse the origin, as it would that of a dictionary. */
export function createEvent(attributes: Attributes): MessageEvent {
  const { type, data, origin, lastEventId } = attributes;
  const canInit = "initMessageEvent" in MessageEvent.prototype;
  const event = new MessageEvent(type, canInit ? undefined : attributes);
  if (canInit) {
    event.initMessageEvent(type, false, false, data, origin, lastEventId);
  }
  return event;
}

/**
 * Makes a `MessageEvent` of the platform without its dictionary: Chromium takes twice as long for one with it, most of that
 * to parse the origin anew each time. The attributes that the dictionary would set are read from `attributes`; `onRead`
 * may change them when one is first read.
 */
export function createFastEvent(attributes: Attributes, onRead?: OnRead): MessageEvent {
  // Deno and the DOM of tests, such as happy-dom's, keep the attributes at the event itself, where they hide those below.
  if (!("data" in MessageEvent.prototype)) {
    return createEvent(onRead ? onRead(attributes) : attributes);
  }
  fastClass ??= createFastClass();
  return new fastClass(attributes, onRead);
}

function createFastClass() {
  class StreamEvent extends MessageEvent<unknown> {
    #attributes: Attributes;
    #onRead: OnRead | undefined;

    constructor(attributes: Attributes, onRead?: OnRead) {
      super(attributes.type);
      this.#attributes = attributes;
      this.#onRead = onRead;
    }

    override get data(): unknown {
      return this.#read().data;
    }

    override get origin(): string {
      return this.#read().origin;
    }

    override get lastEventId(): string {
      return this.#read().lastEventId;
    }

    #read(): Attributes {
      const onRead = this.#onRead;
      if (onRead) {
        this.#onRead = undefined;
        this.#attributes = onRead(this.#attributes);
      }
      return this.#attributes;
    }
  }
  // Code that inspects the event finds the platform's class, and its attributes as enumerable as they are there.
  Reflect.deleteProperty(StreamEvent.prototype, "constructor");
  for (const name of ["data", "origin", "lastEventId"]) {
    Object.defineProperty(StreamEvent.prototype, name, { enumerable: true });
  }
  return StreamEvent;
}
