// The test's hand on the server: a script waits for a name, the test gives it.

/**
 * Each signal lets one wait of that name go, the oldest first. A signal that comes before its wait is kept, so neither
 * side has to hurry.
 */
export class Signals {
  #kept = new Map();
  #waiting = new Map();

  give(name) {
    const [next] = this.#waitingFor(name);
    if (next) next();
    else this.#kept.set(name, (this.#kept.get(name) ?? 0) + 1);
  }

  /** Rejects when `left` aborts: a client that has gone takes no signal with it. */
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
