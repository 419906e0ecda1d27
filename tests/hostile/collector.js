// Whether what cases handed to the package is collected, once they are over.

export class Collector {
  /** By tokens. */
  #left = new Map();
  #count = 0;
  #index = -1;
  #registry = new FinalizationRegistry((token) => this.#left.delete(token));

  /** The next case begins. */
  next() {
    this.#index += 1;
  }

  watch(things) {
    for (const [what, thing] of things) {
      this.#count += 1;
      this.#left.set(this.#count, { index: this.#index, what });
      this.#registry.register(thing, this.#count);
    }
  }

  /** Collects garbage where it can, and gives `[{ index, what }]` of what stayed. */
  async left() {
    for (let round = 0; round < 12 && this.#left.size > 0; round += 1) {
      await globalThis.gc?.({ type: "major", execution: "async" });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return [...this.#left.values()];
  }
}
