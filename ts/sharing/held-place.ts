// The external resources of a participant.

import type { SharingCore } from "../core/sharing-core.ts";
import type { Connection } from "../driver/source-delegate.ts";
import type { Channel } from "./channel.ts";
import type { LeaderLock } from "./leader-lock.ts";
import type { LeaderWatch } from "./leader-watch.ts";
import type { SharedPayload } from "./shared-payload.ts";

/**
 * It refers neither to the source nor to the caller's functions, so that a registry can hold it and release it when the
 * source is collected.
 */
export class HeldPlace {
  core: SharingCore<SharedPayload> | undefined;
  lock: LeaderLock | undefined;
  channel: Channel | undefined;
  watch: LeaderWatch | undefined;
  unwatchPage: (() => void) | undefined;
  /** The participant's own connection. */
  connection: Connection["held"] | undefined;
  isReleased = false;

  #hasLetGo = false;

  /** Releases everything. Afterwards a source that no longer shares may open another connection. */
  release(): void {
    this.isReleased = true;
    this.#hasLetGo = false;
    this.#finish();
    this.#letGo();
  }

  /**
   * Runs with an empty stack: a caller may close its source when the stack is nearly full, and closing must not stop
   * halfway.
   */
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

  /** Receives nothing and no longer leads. */
  leave(): void {
    this.channel?.close();
    this.channel = undefined;
    this.watch?.stop();
    this.lock?.giveUp();
  }
}
