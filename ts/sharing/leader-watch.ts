// Notices that the leader is silent: its page may stand still without a word, as on iOS, and keep the lock.

/** In ms. */
const TICK = 3000;

/** In ticks: when a silent leader is asked whether it is there, when it counts as gone, and when a thief is no leader. */
const ASKED_AFTER = 2;
const GONE_AFTER = 4;
const ROBBED_AFTER = 2;

/** What is done about a silent leader. */
export interface Watcher {
  /** Whether this page waits for another one's items, and may lead itself. */
  isWaiting(): boolean;
  ask(): void;
  takeOver(): void;
  /** Other code has taken the lock, and leads nobody. */
  goAlone(): void;
}

/** Counts the time without a word from the leader, in ticks of this page's own clock. */
export class LeaderWatch {
  readonly #watcher: Watcher;
  #ticks = 0;
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The lock was taken away, and no other leader was heard since. */
  #isRobbed = false;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
    this.#set();
  }

  /** The leader is there. */
  heard(): void {
    this.#isRobbed = false;
    this.#ticks = 0;
  }

  /** Another page took the lock, because this one was silent. Unless it was other code. */
  robbed(): void {
    this.#isRobbed = true;
    this.#ticks = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #set(): void {
    this.#due = performance.now() + TICK;
    this.#timer = setTimeout(() => {
      // A late timer: this page itself stood still, or computed, and heard nobody.
      const isLate = performance.now() - this.#due >= TICK;
      this.#ticks = isLate || !this.#watcher.isWaiting() ? 0 : this.#ticks + 1;
      this.#set();
      this.#act();
    }, TICK);
  }

  #act(): void {
    if (this.#ticks >= (this.#isRobbed ? ROBBED_AFTER : GONE_AFTER)) {
      this.#ticks = 0;
      this.#isRobbed ? this.#watcher.goAlone() : this.#watcher.takeOver();
    } else if (this.#ticks >= ASKED_AFTER) {
      this.#watcher.ask();
    }
  }
}
