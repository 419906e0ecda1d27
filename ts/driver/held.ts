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

  /** Gives everything back, where the stack is empty: a caller may close its source where it is nearly full. */
  async release(): Promise<void> {
    this.isReleased = true;
    await undefined;
    this.attempt?.release();
    this.timer?.stop();
    this.unwatchPage?.();
    this.core?.free();
    this.attempt = this.timer = this.unwatchPage = this.core = undefined;
  }
}
