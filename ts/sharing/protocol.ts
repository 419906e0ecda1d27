// Feeds the core of one participant, and executes its commands.

import { InputQueue } from "../core/input-queue.ts";
import type { Command, SharingCore } from "../core/sharing-core.ts";
import type { HeldPlace } from "./held-place.ts";
import type { SharedPayload } from "./shared-payload.ts";

type Feed = (core: SharingCore<SharedPayload>) => void;

interface Owner {
  execute(command: Command<SharedPayload>): void;
  /** A bug of this package, or lack of memory. */
  crash(error: unknown): void;
}

export class Protocol {
  readonly #held: HeldPlace;
  readonly #owner: Owner;
  readonly #inputs: InputQueue<Feed>;

  constructor(held: HeldPlace, owner: Owner) {
    this.#held = held;
    this.#owner = owner;
    this.#inputs = new InputQueue<Feed>(
      (feed) => this.#drain(feed),
      (error) => owner.crash(error),
    );
  }

  feed(input: Feed): void {
    this.#inputs.feed(input);
  }

  #drain(input: Feed): void {
    const held = this.#held;
    if (held.core && !held.isReleased) {
      input(held.core);
    }
    while (held.core && !held.isReleased) {
      const command = held.core.next();
      if (command.name === "none") {
        return;
      }
      this.#owner.execute(command);
    }
  }
}
