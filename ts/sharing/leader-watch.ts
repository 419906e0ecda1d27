// Detects a silent leader: its page may be stopped without an event, as on iOS, and keep the lock.

/** The length of a tick in ms. */
const TICK = 3000;

/**
 * In ticks: when a silent leader gets a ping, when it counts as gone, and when a thief of the lock does not count as leader.
 */
const ASKED_AFTER = 2;
const GONE_AFTER = 4;
const ROBBED_AFTER = 2;

/** The actions on a silent leader. */
export interface Watcher {
  /** Whether this page waits for another one's items, and may lead itself. */
  isWaiting(): boolean;
  ask(): void;
  takeOver(): void;
  /** Other code has taken the lock, and does not lead. */
  goAlone(): void;
}

/** Counts the silence of the leader, in ticks of this page's own timer. */
export class LeaderWatch {
  readonly #watcher: Watcher;
  #ticks = 0;
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The lock was stolen, and no other leader has sent a message since. */
  #isRobbed = false;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
    this.#set();
  }

  /** Resets the silence: the leader has sent a message. */
  heard(): void {
    this.#isRobbed = false;
    this.#ticks = 0;
  }

  /** The lock was stolen, by a page for which this one was silent, or by other code. */
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
      // A late timer: this page itself was stopped or busy, and received nothing.
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
