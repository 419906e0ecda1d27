// The one timer of a source, in windows and workers.

/** Browsers keep a delay in 32 signed bits: a longer wait is made of several. */
const LONGEST_DELAY = 2 ** 31 - 1;

const NEVER = Number.POSITIVE_INFINITY;

/** Fires at most once each time it is set, and never after `stop`. */
export class WakeupTimer {
  readonly #onFire: () => void;
  #at = NEVER;
  #handle: ReturnType<typeof setTimeout> | undefined;

  constructor(onFire: () => void) {
    this.#onFire = onFire;
  }

  /** Fires at this moment, or earlier if it is far away. */
  set(at: number, now: number): void {
    // A browser's timer may stand still while the machine sleeps: once its moment has passed, it is set anew, once.
    const moment = at > now ? at : 0;
    if (moment !== this.#at) {
      this.stop();
      if (moment < NEVER) {
        this.#at = moment;
        this.#handle = setTimeout(this.#onFire, Math.min(Math.max(moment - now, 0), LONGEST_DELAY));
      }
    }
  }

  /** The timer has fired: the next `set` sets it anew, whatever its moment. */
  fired(): void {
    this.#at = NEVER;
  }

  stop(): void {
    clearTimeout(this.#handle);
    this.#at = NEVER;
  }
}
