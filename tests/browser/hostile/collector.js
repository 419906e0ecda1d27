// Whether what cases handed to the package is collected, once they are over.

/** What one collection finds may free what another has to find. */
const ROUNDS = 12;
/** Ms from the first to the second, and so much more from each to the next. */
const PAUSE = 20;

export class Collector {
  /** By tokens. */
  #left = new Map();
  #count = 0;
  #index = -1;
  #collect;
  #registry = new FinalizationRegistry((token) => this.#left.delete(token));

  constructor(collect) {
    this.#collect = collect;
  }

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

  /** Collects garbage, and gives `[{ index, what }]` of what stayed. */
  async left() {
    for (let round = 1; round <= ROUNDS && this.#left.size > 0; round += 1) {
      await this.#collect();
      await new Promise((resolve) => setTimeout(resolve, round * PAUSE));
    }
    return [...this.#left.values()];
  }
}
