// A source that shares the connection of the one under test, and does nothing wrong.

import { CLOSED } from "./recorder.js";
import { Subject } from "./subject.js";
import { comesTrue } from "./time.js";

/** No call has this number. */
const NEVER = 0;

export class Friend {
  #subject;
  #EventSource;

  constructor(given, lane, name) {
    const faults = given.faults.map(({ place }) => ({ place, what: "hangs", at: NEVER }));
    this.#subject = new Subject({ ...given, faults }, lane, name);
    this.#EventSource = lane.EventSource;
  }

  get handed() {
    return this.#subject.handed;
  }

  /** Second, so that the other one leads. */
  open() {
    this.#subject.open(this.#EventSource);
  }

  /** Once the other one is gone it goes on, if the server did not say that it shall not. */
  async check({ mayLose }, expect) {
    const { recorder, means } = this.#subject;
    const { source } = means;
    if (source) {
      const before = recorder.events.length;
      const holds = () => source.readyState === CLOSED || recorder.events.length > before + 1;
      expect(await comesTrue(holds), `who shares its connection is stuck with state ${source.readyState}`);
      expect(mayLose || recorder.gaps.length === 0, `who shares its connection misses ${recorder.gaps.join(", ")}`);
      this.#subject.close("close");
    }
    this.#subject.cleanUp();
  }

  forget() {
    this.#subject.forget();
  }
}
