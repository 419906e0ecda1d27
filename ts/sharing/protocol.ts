// Feeds the core of one participant, and executes what it wants done: one input, then all its commands, then the next input.
// What happens meanwhile waits.

import type { Command, SharingCore } from "../core/sharing-core.ts";
import type { HeldPlace } from "./held-place.ts";
import type { SharedPayload } from "./shared-payload.ts";

type Feed = (core: SharingCore<SharedPayload>) => void;

interface Owner {
  execute(command: Command<SharedPayload>): void;
  /** A fault of this package, or no memory left. */
  crash(error: unknown): void;
}

export class Protocol {
  readonly #held: HeldPlace;
  readonly #owner: Owner;
  readonly #pending: Feed[] = [];
  #isDraining = false;

  constructor(held: HeldPlace, owner: Owner) {
    this.#held = held;
    this.#owner = owner;
  }

  feed(input: Feed): void {
    this.#pending.push(input);
    if (this.#isDraining) {
      return;
    }
    this.#isDraining = true;
    try {
      for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
        this.#drain(next);
      }
    } catch (error) {
      this.#pending.length = 0;
      this.#owner.crash(error);
    } finally {
      this.#isDraining = false;
    }
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
