// The class: HTML standard, "the EventSource interface".

import { Source } from "./core.ts";
import { EventHandlers } from "./event-handlers.ts";
import { CLOSED, CONNECTING, Face, OPEN } from "./face.ts";
import { tooFewArguments } from "./messages.ts";
import { RequestMaker } from "./request.ts";
import type { EventSourceConstructor, EventSourceInit } from "./types.ts";
import { resolve, toDictionary, toUsvString } from "./webidl.ts";

/**
 * Makes the class for an entry, whose way to load the core is `ready`. An entry creates what it exports: one that only
 * registered a loader would be cut away by bundlers.
 */
export function createEventSource(ready: () => void): EventSourceConstructor {
  class EventSource extends EventTarget {
    readonly #url: string;
    readonly #withCredentials: boolean;
    readonly #handlers = new EventHandlers(this);
    readonly #face: Face;
    readonly #source: Source;

    constructor(url: string | URL, init: EventSourceInit = {}) {
      // biome-ignore lint/complexity/noArguments: undefined is a URL, no argument is an error
      if (arguments.length === 0) {
        throw new TypeError(tooFewArguments());
      }
      super();
      const text = toUsvString(url);
      const options = toDictionary<EventSourceInit>(init);
      const { headers } = options;
      this.#withCredentials = Boolean(options.withCredentials);
      const resolved = resolve(text);
      this.#url = resolved.href;
      const requests = new RequestMaker(this.#url, this.#withCredentials, headers);
      ready();
      this.#face = new Face(this, requests, () => this.#source.drained());
      this.#source = new Source(this.#face, { probesCors: isCrossOrigin(resolved) });
      this.#source.start();
    }

    get url(): string {
      return this.#url;
    }

    get withCredentials(): boolean {
      return this.#withCredentials;
    }

    get readyState(): number {
      return this.#face.readyState;
    }

    get onopen(): unknown {
      return this.#handlers.get("open");
    }

    set onopen(value: unknown) {
      this.#handlers.set("open", value);
    }

    get onmessage(): unknown {
      return this.#handlers.get("message");
    }

    set onmessage(value: unknown) {
      this.#handlers.set("message", value);
    }

    get onerror(): unknown {
      return this.#handlers.get("error");
    }

    set onerror(value: unknown) {
      this.#handlers.set("error", value);
    }

    close(): void {
      this.#face.close();
      this.#source.close();
    }
  }

  const { prototype } = EventSource;
  for (const member of Object.getOwnPropertyNames(prototype)) {
    if (member !== "constructor") {
      Object.defineProperty(prototype, member, { enumerable: true });
    }
  }
  for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSED })) {
    Object.defineProperty(EventSource, name, { value, enumerable: true });
    Object.defineProperty(prototype, name, { value, enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: "EventSource", configurable: true });
  // Minifiers rename classes.
  Object.defineProperty(EventSource, "name", { value: "EventSource", configurable: true });
  return EventSource as unknown as EventSourceConstructor;
}

/** Only a cross-origin request can be refused by CORS. */
function isCrossOrigin(url: URL): boolean {
  return /^https?:$/.test(url.protocol) && url.origin !== globalThis.origin;
}
