// One source under test: its options, its faults, and what it tells.

import { Means } from "./means.js";
import { misbehaviour } from "./misbehaviours.js";
import { disguise } from "./places/answers.js";
import { PLACES } from "./places/index.js";
import { Recorder } from "./recorder.js";

/** Ms without a head, or without a byte, after which an attempt is over. */
const ATTEMPT_LIMIT = 600;

export class Subject {
  /** Taken by the constructor; places change them. */
  url;
  options;
  means;
  /** `[{ place, what, at, calls, hits }]` */
  faults;
  recorder = new Recorder(() => this.means.isClosed);
  /** What was handed to the package, and must be collected in the end: `[name, object]`. */
  handed = [];
  #controller = new AbortController();
  #whenMade = [];
  #atEnd = [];
  #wrapFetch;
  #wrapAnswer = [];
  #faultyAnswers = new Map();

  /** `given` is the case (generate.js), `lane` where it runs (lane.js), `name` what the server knows it by. */
  constructor(given, lane, name) {
    const { scene, faults, guise, isDeaf, entry, end } = given;
    const streamOf = (whose, itsScene) =>
      `${lane.origin}/stream?${new URLSearchParams({ case: whose, scene: itsScene })}`;
    this.url = streamOf(name, scene);
    this.means = new Means(lane.EventSource, streamOf(`${name} other`, "steady"), this.#controller);
    this.means.origin = lane.origin;
    this.options = { retry: { initialDelay: 20, factor: 1, jitterRatio: 0 } };
    if (scene === "busy") {
      this.options.retry.shouldRetry = () => true;
    }
    if (faults.some(({ place }) => PLACES[place].mayLose && !PLACES[place].isAside)) {
      this.options.connectTimeout = this.options.heartbeatTimeout = ATTEMPT_LIMIT;
    }
    if (end === "abort" || faults.some(({ what }) => what === "aborts")) {
      this.options.signal = this.#controller.signal;
    }
    if (entry === "shared") {
      this.options.shared = name;
    }
    this.faults = faults.map((fault) => ({ ...fault, calls: 0, hits: 0 }));
    const [readLater, others] = [true, false].map((isRead) =>
      this.faults.filter(({ place }) => Boolean(PLACES[place].throwsToCaller) === isRead),
    );
    this.#install(others);
    if (this.#wrapFetch || this.#wrapAnswer.length > 0 || this.#faultyAnswers.size > 0) {
      this.options.fetch = this.#fetch(guise, isDeaf);
    }
    for (const [option, value] of Object.entries(this.options)) {
      if (typeof value === "function") {
        this.handed.push([option, value]);
      }
    }
    // Last, because these run the case's code whenever the options are read.
    this.#install(readLater);
  }

  #install(faults) {
    for (const fault of faults) {
      PLACES[fault.place].install(this, this.#runnerOf(fault));
    }
  }

  /** `run(honest)` for the code at a place: honest, except on its occasion. Misbehaviour that comes back to itself is honest. */
  #runnerOf(fault) {
    const act = misbehaviour(fault.what);
    const { thrown } = this.means;
    const own = (value) => {
      thrown.push({ place: fault.place, value });
      return value;
    };
    let isInside = false;
    return (honest) => {
      fault.calls += 1;
      if (isInside || (fault.at !== "always" && fault.at !== fault.calls)) {
        return honest();
      }
      fault.hits += 1;
      isInside = true;
      try {
        return act(honest, this.means, own);
      } finally {
        isInside = false;
      }
    };
  }

  #fetch(guise, isDeaf) {
    const answerOf = async (url, init) => {
      const sent = isDeaf ? { ...init, signal: undefined } : init;
      let answer = await fetch(url, sent);
      this.handed.push(["response", answer]);
      for (const wrap of this.#wrapAnswer) {
        answer = await wrap(answer);
      }
      const faults = new Map([...this.#faultyAnswers].map(([name, run]) => [name, (_name, honest) => run(honest)]));
      return faults.size > 0 ? disguise(answer, "response", guise, faults) : answer;
    };
    return (url, init) => (this.#wrapFetch ?? ((honest) => honest()))(() => answerOf(url, init));
  }

  // --- For places -----------------------------------------------------------------------------------------------------

  /** Calls back with the source, once there is one. */
  whenMade(act) {
    this.#whenMade.push(act);
  }

  atEnd(act) {
    this.#atEnd.push(act);
  }

  wrapFetch(run) {
    this.#wrapFetch = run;
  }

  wrapAnswer(wrap) {
    this.#wrapAnswer.push(wrap);
  }

  faultyAnswer(name, run) {
    this.#faultyAnswers.set(name, run);
  }

  // --- For the case ---------------------------------------------------------------------------------------------------

  /** Gives what the constructor threw, as `{ thrown }`, or nothing. */
  open(EventSource) {
    let source;
    try {
      source = new EventSource(this.url, this.options);
    } catch (thrown) {
      return { thrown };
    }
    this.handed.push(["source", source]);
    this.means.source = source;
    this.recorder.watch(source);
    for (const act of this.#whenMade) {
      act(source);
    }
    return undefined;
  }

  close(end) {
    this.means.isClosed = true;
    if (end === "abort") {
      this.#controller.abort();
    } else {
      this.means.source.close();
    }
  }

  /**
   * Lets go of the source. Engines keep a getter of an object for a while in what they know of its shape, and what the
   * getter refers to; each thing is to be judged by itself.
   */
  forget() {
    this.means.source = undefined;
    this.handed.length = 0;
  }

  /** Puts the global scope back, and closes all that the case opened besides. */
  cleanUp() {
    for (const act of this.#atEnd) {
      act();
    }
    this.means.end();
  }
}
