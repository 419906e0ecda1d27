// Sources that nobody does anything to: whatever happens beside them, they get every event.

import { comesTrue } from "./time.js";

export class Bystanders {
  #lane;
  #all = [];

  constructor(lane) {
    this.#lane = lane;
    this.#begin();
  }

  #begin() {
    this.#all = [this.#listen(), this.#loop()];
  }

  #open(kind) {
    const name = this.#lane.nameOf(kind);
    const url = `${this.#lane.origin}/stream?${new URLSearchParams({ case: name, scene: "steady" })}`;
    return { kind, name, ids: [], errors: [], source: new this.#lane.EventSource(url) };
  }

  #listen() {
    const made = this.#open("listener");
    const hear = ({ lastEventId }) => made.ids.push(Number(lastEventId));
    made.source.addEventListener("message", hear);
    made.source.addEventListener("tick", hear);
    made.source.onerror = ({ message }) => made.errors.push(message);
    return made;
  }

  #loop() {
    const made = this.#open("loop");
    (async () => {
      for await (const { lastEventId } of made.source.events()) {
        made.ids.push(Number(lastEventId));
      }
    })().catch(({ message }) => made.errors.push(message));
    return made;
  }

  /** Each gets what comes next, has missed nothing, and has its one connection. */
  async check(expect) {
    for (const { kind, name, ids, errors, source } of this.#all) {
      const before = ids.length;
      const goesOn = await comesTrue(() => ids.length > before);
      const missed = ids.findIndex((id, index) => id !== index + 1);
      expect(goesOn, `the bystander with a ${kind} gets nothing any more; its state is ${source.readyState}`);
      expect(missed === -1, `the bystander with a ${kind} missed event ${missed + 1}`);
      expect(errors.length === 0, `the bystander with a ${kind} had an error: ${errors[0]}`);
      if (goesOn && missed === -1) {
        const { open, requests } = await this.#lane.seen(name);
        expect(
          open === 1 && requests === 1,
          `the bystander with a ${kind} has ${open} connections of ${requests} requests`,
        );
      }
    }
  }

  end() {
    for (const { source } of this.#all) {
      source.close();
    }
  }
}
