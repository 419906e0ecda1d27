// The scenarios in use. Each is removed when it was not used for a while and has no open connection.

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

  /** Returns the scenario and keeps it for longer; undefined if there is none. */
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
