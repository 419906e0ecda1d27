// What a participant holds of the world outside.

import type { SharingCore } from "../core/sharing-core.ts";
import type { Channel } from "./channel.ts";
import type { LeaderLock } from "./leader-lock.ts";
import type { LeaderWatch } from "./leader-watch.ts";
import type { SharedPayload } from "./shared-payload.ts";

/**
 * It refers neither to the source nor to the caller's functions, so that a registry which gives it back, when the source is
 * collected, does not keep the source alive.
 */
export class HeldPlace {
  core: SharingCore<SharedPayload> | undefined;
  lock: LeaderLock | undefined;
  channel: Channel | undefined;
  watch: LeaderWatch | undefined;
  unwatchPage: (() => void) | undefined;
  /** Of the connection of its own. */
  connection: { release(): void } | undefined;
  isReleased = false;

  /** Gives everything back. Calling it again is harmless, also after it threw half-way, for lack of stack. */
  release(): void {
    this.isReleased = true;
    this.connection?.release();
    this.connection = undefined;
    this.leave();
    this.lock = undefined;
    this.unwatchPage?.();
    this.unwatchPage = undefined;
    this.#freeCore();
  }

  /** Receives nothing and leads no more. */
  leave(): void {
    this.channel?.close();
    this.channel = undefined;
    this.watch?.stop();
    this.lock?.giveUp();
  }

  /** The core is entered only where the stack is empty: it must never be cut off in the middle. */
  async #freeCore(): Promise<void> {
    await undefined;
    this.core?.free();
    this.core = undefined;
  }
}
