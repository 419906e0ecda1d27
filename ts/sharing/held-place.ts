// What a participant holds of the world outside.

import type { SharingCore } from "../core/sharing-core.ts";
import type { Connection } from "../driver/source-delegate.ts";
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
  connection: Connection["held"] | undefined;
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
    this.connection?.release();
    this.leave();
    this.unwatchPage?.();
    this.connection = this.lock = this.unwatchPage = undefined;
  }

  /** Receives nothing and leads no more. */
  leave(): void {
    this.channel?.close();
    this.channel = undefined;
    this.watch?.stop();
    this.lock?.giveUp();
  }
}
