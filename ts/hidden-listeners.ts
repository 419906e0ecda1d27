// Listeners that were added past the class, as `EventTarget.prototype.addEventListener.call(source, …)` does. The platform
// does not tell of them, so every event is dispatched, and one that is read shows that somebody listens.

import { createLazyEvent } from "./stream-event.ts";
import type { ServerSentEvent } from "./types.ts";

/** How long a source of which nothing was read lives without a known listener, in ms, unless an event shows it sooner. */
const TIME_TO_SHOW = 3000;

export class HiddenListeners {
  readonly #target: EventTarget;
  readonly #onFound: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  areFound = false;

  constructor(target: EventTarget, onFound: () => void) {
    this.#target = target;
    this.#onFound = onFound;
  }

  /** Keeps the source alive for a while. */
  await(): void {
    this.#timer = setTimeout(() => this.stop(), TIME_TO_SHOW);
    // Node's timers keep the process alive.
    (this.#timer as { unref?(): void }).unref?.();
  }

  /** Dispatches an event for which no listener is known; `parse` is called if somebody reads its data. */
  dispatch(event: ServerSentEvent<string, string>, parse: () => unknown): void {
    this.stop();
    const lazy = createLazyEvent(event, parse, () => {
      if (!this.areFound) {
        this.areFound = true;
        this.#onFound();
      }
    });
    EventTarget.prototype.dispatchEvent.call(this.#target, lazy);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
