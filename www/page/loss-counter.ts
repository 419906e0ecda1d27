// Counts from the sequence numbers alone what came, what never came and what came twice.

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

  /** Numbers begin anew: another stream, which promises nothing about those before it. */
  restart(): void {
    this.#lostBefore = this.lost;
    this.#missing.clear();
    this.#highest = undefined;
  }
}
