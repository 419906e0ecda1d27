// The resources of one source: its session, its attempt, its timer.

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

  /** Gives everything back. */
  release(): void {
    this.isReleased = true;
    this.#finish();
    this.#letGo();
  }

  /** Where the stack is empty: a caller may close its source where it is nearly full, and all stop half-way. */
  async #finish(): Promise<void> {
    await undefined;
    this.#letGo();
    this.core?.free();
    this.core = undefined;
  }

  #letGo(): void {
    this.attempt?.release();
    this.timer?.stop();
    this.unwatchPage?.();
    this.attempt = this.timer = this.unwatchPage = undefined;
  }
}
