// Notices that the leader is silent: its page may stand still without a word, as on iOS, and keep the lock.

/** In ms. */
const TICK = 3000;

/** Counts the time without a word from the leader, in ticks of this page's own clock. */
export class LeaderWatch {
  readonly #onTick: (ticks: number) => void;
  #ticks = 0;
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onTick: (ticks: number) => void) {
    this.#onTick = onTick;
    this.#set();
  }

  /** The leader is there, or nobody wants to know. */
  reset(): void {
    this.#ticks = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #set(): void {
    this.#due = performance.now() + TICK;
    this.#timer = setTimeout(() => {
      // A late timer: this page itself stood still, or computed, and heard nobody.
      this.#ticks = performance.now() - this.#due < TICK ? this.#ticks + 1 : 0;
      this.#set();
      this.#onTick(this.#ticks);
    }, TICK);
  }
}
