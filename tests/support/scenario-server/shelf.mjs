// The scenarios in use, each forgotten when nobody has touched it for a while and no connection is open.

export class Shelf {
  #forgetAfter;
  #kept = new Map();

  constructor(forgetAfter) {
    this.#forgetAfter = forgetAfter;
  }

  put(id, scenario) {
    const timer = setTimeout(() => {
      if (scenario.log.openNow > 0) timer.refresh();
      else this.#kept.delete(id);
    }, this.#forgetAfter);
    timer.unref();
    this.#kept.set(id, { scenario, timer });
  }

  /** The scenario, which thereby stays a while longer; or undefined. */
  use(id) {
    const kept = this.#kept.get(id);
    kept?.timer.refresh();
    return kept?.scenario;
  }

  clear() {
    for (const { timer } of this.#kept.values()) clearTimeout(timer);
    this.#kept.clear();
  }
}
