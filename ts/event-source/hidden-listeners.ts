// Listeners that were added past the class, as `EventTarget.prototype.addEventListener.call(source, …)` does. The platform
// does not tell of them, so every event is dispatched, and one that is read shows that somebody listens.

import { report } from "../platform/report.ts";
import type { ServerSentEvent } from "../types/options.ts";
import { createFastEvent } from "./stream-event.ts";

/** How long a source of which nothing was read lives without a known listener, in ms, unless an event shows it sooner. */
const TIME_TO_SHOW = 3000;

type Attributes = ServerSentEvent<string, unknown>;

export class HiddenListeners {
  readonly #target: EventTarget;
  readonly #onFound: () => void;
  #parse: ((data: string, type: string) => unknown) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  areFound = false;

  constructor(target: EventTarget, parse: ((data: string, type: string) => unknown) | undefined, onFound: () => void) {
    this.#target = target;
    this.#parse = parse;
    this.#onFound = onFound;
  }

  /** Keeps the source alive until its first event, or for a while. */
  awaitFirstEvent(): void {
    this.#timer = setTimeout(() => this.stop(), TIME_TO_SHOW);
    // Node's timers keep the process alive.
    (this.#timer as { unref?(): void }).unref?.();
  }

  /** Dispatches an event for which no listener is known. Its data is parsed if somebody reads it. */
  dispatch(event: Attributes): void {
    if (this.#timer !== undefined) {
      this.stop();
    }
    EventTarget.prototype.dispatchEvent.call(this.#target, createFastEvent(event, this.#onRead));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Lets go of the caller's function. */
  release(): void {
    this.stop();
    this.#parse = undefined;
  }

  readonly #onRead = (event: Attributes): Attributes => {
    if (!this.areFound) {
      this.areFound = true;
      this.#onFound();
    }
    const parse = this.#parse;
    try {
      return parse ? { ...event, data: parse(event.data as string, event.type) } : event;
    } catch (error) {
      report(error);
      return { ...event, data: undefined };
    }
  };
}
