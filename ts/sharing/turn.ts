// The lock that elects the leader: whoever holds it leads.

export class Turn {
  readonly #name: string;
  readonly #onGranted: () => void;
  readonly #onRefused: () => void;
  #waiting: AbortController | undefined;
  #release: (() => void) | undefined;

  /** `onRefused`: this page gets no locks at all. */
  constructor(name: string, onGranted: () => void, onRefused: () => void) {
    this.#name = name;
    this.#onGranted = onGranted;
    this.#onRefused = onRefused;
  }

  /** Gets in line, if it is not there yet. */
  request(): void {
    if (this.#waiting) {
      return;
    }
    const waiting = new AbortController();
    this.#waiting = waiting;
    const hold = () =>
      new Promise<void>((release) => {
        if (waiting.signal.aborted) {
          release();
        } else {
          this.#release = release;
          this.#onGranted();
        }
      });
    navigator.locks.request(this.#name, { signal: waiting.signal }, hold).catch(() => {
      if (!waiting.signal.aborted) {
        this.#onRefused();
      }
    });
  }

  /** Gives the lock back, or leaves the line. */
  giveUp(): void {
    this.#waiting?.abort();
    this.#release?.();
    this.#waiting = undefined;
    this.#release = undefined;
  }
}
