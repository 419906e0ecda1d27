// What a source holds of the world outside.

import type { SessionCore } from "../core/session-core.ts";
import type { Attempt } from "./attempt.ts";
import type { WakeupTimer } from "./wakeup-timer.ts";

/**
 * It refers neither to the source nor to the caller's functions, so that a registry which gives it back, when the source is
 * collected, does not keep the source alive.
 */
export class Held {
  core: SessionCore | undefined;
  attempt: Attempt | undefined;
  timer: WakeupTimer | undefined;
  unwatchPage: (() => void) | undefined;
  isReleased = false;

  /**
   * Gives everything back. A caller may close its source where the stack is nearly full, so this may throw half-way; it is
   * called again then by whatever happens next, and goes on where it stopped.
   */
  release(): void {
    this.isReleased = true;
    this.attempt?.release();
    this.attempt = undefined;
    this.timer?.stop();
    this.timer = undefined;
    this.unwatchPage?.();
    this.unwatchPage = undefined;
    this.#freeCore();
  }

  /** The core is entered only where the stack is empty: it must never be cut off in the middle. */
  async #freeCore(): Promise<void> {
    await undefined;
    this.core?.free();
    this.core = undefined;
  }
}
