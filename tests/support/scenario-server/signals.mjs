// The test's control of the server: a script waits for a name, and the test signals it.

/**
 * Each signal continues one wait of that name, the oldest first. A signal before its wait is kept, so that neither side has
 * to hurry.
 */
export class Signals {
  #kept = new Map();
  #waiting = new Map();

  give(name) {
    const [next] = this.#waitingFor(name);
    if (next) next();
    else this.#kept.set(name, (this.#kept.get(name) ?? 0) + 1);
  }

  /** Rejects when `left` aborts, so that a closed client takes no signal. */
  take(name, left) {
    left.throwIfAborted();
    const kept = this.#kept.get(name) ?? 0;
    if (kept > 0) {
      this.#kept.set(name, kept - 1);
      return Promise.resolve();
    }
    const waiting = this.#waitingFor(name);
    return new Promise((resolve, reject) => {
      const go = () => settle(resolve);
      const leave = () => settle(() => reject(left.reason));
      const settle = (how) => {
        waiting.delete(go);
        left.removeEventListener("abort", leave);
        how();
      };
      waiting.add(go);
      left.addEventListener("abort", leave);
    });
  }

  #waitingFor(name) {
    if (!this.#waiting.has(name)) this.#waiting.set(name, new Set());
    return this.#waiting.get(name);
  }
}
