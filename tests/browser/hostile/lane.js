// Where cases run one after the other: a frame, a worker or a process of its own, with its own copy of the package.

import { Bystanders } from "./bystanders.js";
import { runCase } from "./case.js";
import { Collector } from "./collector.js";
import { Errors } from "./errors.js";

export class Lane {
  EventSource;
  /** Of the streams; `control` tells what the server has seen. */
  origin;
  bystanders;
  errors = new Errors();
  collector;
  #control;
  #id;
  #count = 0;

  /** `load(entry)` gives the entry's class; `collect` collects garbage. */
  static async open({ id, origin, control, entry, load, collect }) {
    const lane = new Lane();
    lane.collector = new Collector(collect);
    lane.#id = id;
    lane.origin = origin;
    lane.#control = control;
    lane.EventSource = await load(entry);
    lane.bystanders = new Bystanders(lane);
    return lane;
  }

  nameOf(what) {
    this.#count += 1;
    return `${this.#id} ${this.#count} ${what}`;
  }

  async seen(name) {
    return (await fetch(`${this.#control}/seen?${new URLSearchParams({ case: name })}`)).json();
  }

  /** `{ failures, reached, seen }` */
  async run(given) {
    const name = this.nameOf("case");
    this.collector.next();
    try {
      return await runCase(given, this, name);
    } catch (error) {
      return { failures: [`the case itself failed: ${error?.stack ?? error}`], reached: true, seen: [] };
    }
  }

  /** What should have been collected by now: `[{ index, what }]`, with the number of its case. */
  left() {
    return this.collector.left();
  }
}
