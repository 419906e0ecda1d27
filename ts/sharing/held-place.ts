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

  #hasLetGo = false;

  /** Gives everything back. After this there may be another connection, of a source that shares no more. */
  release(): void {
    this.isReleased = true;
    this.#hasLetGo = false;
    this.#finish();
    this.#letGo();
  }

  /** Where the stack is empty: a caller may close its source where it is nearly full, and all stop half-way. */
  async #finish(): Promise<void> {
    await undefined;
    if (!this.#hasLetGo) {
      this.#letGo();
    }
    this.core?.free();
    this.core = undefined;
  }

  #letGo(): void {
    this.connection?.release();
    this.leave();
    this.unwatchPage?.();
    this.connection = this.lock = this.unwatchPage = undefined;
    this.#hasLetGo = true;
  }

  /** Receives nothing and leads no more. */
  leave(): void {
    this.channel?.close();
    this.channel = undefined;
    this.watch?.stop();
    this.lock?.giveUp();
  }
}
