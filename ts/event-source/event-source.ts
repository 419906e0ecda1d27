// The class: HTML standard, "the EventSource interface".

import { conflict, tooFewArguments } from "../errors/messages.ts";
import type { CoreLoader } from "../load/core-loader.ts";
import { type Options, readOptions } from "../options/options.ts";
import { ownOrigin } from "../platform/origin.ts";
import { GLOBALS, requireGlobals } from "../platform/requirements.ts";
import { resolve, toUsvString } from "../platform/webidl.ts";
import { runnerOfThisZone } from "../platform/zone.ts";
import { RequestMaker } from "../request/request.ts";
import type { EventSourceConstructor, EventSourceInit, ServerSentEvent } from "../types/options.ts";
import { EventHandlers } from "./event-handlers.ts";
import { CLOSED, CONNECTING, OPEN, SourceController } from "./source-controller.ts";
import { countSubscribers, hasWhen, type Observable, platformWhen, type WhenArguments } from "./when.ts";

const DEFAULTS = Symbol("defaults");

/**
 * Makes the class for an entry, whose core is loaded by `load`. An entry creates what it exports: one that only
 * registered a loader would be cut away by bundlers.
 */
export function createEventSource(load: CoreLoader): EventSourceConstructor {
  class EventSource extends EventTarget {
    /** Only classes made by `with` have any; what extends them inherits them. */
    declare static readonly [DEFAULTS]: Options | undefined;

    /** Not in the standard. */
    static with(defaults: EventSourceInit): typeof EventSource {
      // biome-ignore lint/complexity/noThisInStatic: of a subclass a subclass is made
      return withDefaults(this, readOptions(defaults, this[DEFAULTS]));
    }

    readonly #url: string;
    readonly #withCredentials: boolean;
    readonly #handlers: EventHandlers;
    readonly #controller: SourceController;

    constructor(url: string | URL, init: EventSourceInit | undefined = undefined) {
      // biome-ignore lint/complexity/noArguments: undefined is a URL, no argument is an error
      if (arguments.length === 0) {
        throw new TypeError(tooFewArguments());
      }
      super();
      // WebIDL, "internally create a new object": a new.target without a prototype gets the interface's.
      if (!(this instanceof EventSource)) {
        Object.setPrototypeOf(this, EventSource.prototype);
      }
      const text = toUsvString(url);
      requireGlobals(...GLOBALS);
      const options = readOptions(init, new.target[DEFAULTS]);
      if (!options.fetch) {
        requireGlobals("fetch");
      }
      this.#withCredentials = options.withCredentials === true || options.credentials === "include";
      const resolved = resolve(text);
      const isCross = isCrossOrigin(resolved);
      if (isCross && options.mode === "same-origin") {
        throw new TypeError(conflict("mode", `"same-origin" does not reach ${resolved.origin}`));
      }
      this.#url = resolved.href;
      const run = runnerOfThisZone();
      const requests = new RequestMaker(this.#url, options, isCross, run);
      const controller = new SourceController(this, requests, options, run, load);
      this.#controller = controller;
      this.#handlers = new EventHandlers(this, controller.listeners);
      controller.start();
    }

    get url(): string {
      return this.#url;
    }

    get withCredentials(): boolean {
      return this.#withCredentials;
    }

    get readyState(): number {
      return this.#controller.readyState;
    }

    /** Not in the standard. */
    get lastEventId(): string {
      return this.#controller.lastEventId;
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
      this.#controller.close();
    }

    /** Not in the standard. */
    reconnect(): void {
      this.#controller.reconnect();
    }

    /** Not in the standard. */
    events(...types: string[]): AsyncIterableIterator<ServerSentEvent<string, unknown>, undefined> {
      return this.#controller.iterate(types.map(String), false);
    }

    /** Not in the standard. */
    [Symbol.asyncIterator](): AsyncIterableIterator<ServerSentEvent<string, unknown>, undefined> {
      return this.#controller.iterate([], true);
    }

    // With `length` and on any target as the platform's own.
    override addEventListener(_type: string, _callback: unknown, ..._options: unknown[]): void {
      // biome-ignore lint/complexity/noArguments: their number counts
      const given = arguments as unknown as Parameters<EventTarget["addEventListener"]>;
      super.addEventListener(...given);
      if (#controller in this) {
        this.#controller.listeners.add(...given);
      }
    }

    override removeEventListener(_type: string, _callback: unknown, ..._options: unknown[]): void {
      // biome-ignore lint/complexity/noArguments: their number counts
      const given = arguments as unknown as Parameters<EventTarget["removeEventListener"]>;
      super.removeEventListener(...given);
      if (#controller in this) {
        this.#controller.listeners.remove(...given);
      }
    }

    /** Only where the platform has it. */
    when(_type: string, ..._options: unknown[]): Observable {
      // biome-ignore lint/complexity/noArguments: their number counts
      const given = arguments as unknown as WhenArguments;
      const observable = platformWhen().apply(this, given);
      return #controller in this ? countSubscribers(observable, this.#controller.listeners, ...given) : observable;
    }
  }

  const { prototype } = EventSource;
  if (!hasWhen()) {
    Reflect.deleteProperty(prototype, "when");
  }
  for (const member of Object.getOwnPropertyNames(prototype)) {
    if (member !== "constructor") {
      Object.defineProperty(prototype, member, { enumerable: true });
    }
  }
  for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSED })) {
    for (const target of [EventSource, prototype]) {
      Object.defineProperty(target, name, { value, enumerable: true });
    }
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: "EventSource", configurable: true });
  // The package `eventsource` has it for libraries that would rather bring a fetch of their own.
  Object.defineProperty(EventSource, Symbol.for("eventsource.supports-fetch-override"), { value: true });
  // Minifiers rename classes.
  Object.defineProperty(EventSource, "name", { value: "EventSource", configurable: true });
  return EventSource as unknown as EventSourceConstructor;
}

/** A subclass that looks like its parent. */
// biome-ignore lint/suspicious/noExplicitAny: TypeScript lets a mixin have no other parameters
function withDefaults<Class extends new (...args: any[]) => object>(Parent: Class, defaults: Options): Class {
  return Object.defineProperties(class extends Parent {}, {
    name: { value: Parent.name, configurable: true },
    length: { value: Parent.length, configurable: true },
    [DEFAULTS]: { value: defaults },
  });
}

/** Only a cross-origin request can be refused by CORS. */
function isCrossOrigin(url: URL): boolean {
  return /^https?:$/.test(url.protocol) && url.origin !== ownOrigin();
}
