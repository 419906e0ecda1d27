// Counts received, lost and duplicated events by their sequence numbers.

export class LossCounter {
  received = 0;
  duplicated = 0;
  #lostBefore = 0;
  #highest: number | undefined;
  readonly #missing = new Set<number>();

  get lost(): number {
    return this.#lostBefore + this.#missing.size;
  }

  count(seq: number): void {
    this.received += 1;
    const highest = this.#highest;
    if (highest === undefined || seq > highest) {
      for (let gap = (highest ?? seq - 1) + 1; gap < seq; gap += 1) this.#missing.add(gap);
      this.#highest = seq;
    } else if (!this.#missing.delete(seq)) {
      this.duplicated += 1;
    }
  }

  /** The numbers start again: a new stream does not continue the old one. */
  restart(): void {
    this.#lostBefore = this.lost;
    this.#missing.clear();
    this.#highest = undefined;
  }
}
