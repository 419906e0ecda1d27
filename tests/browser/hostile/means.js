// What misbehaving code can do to a case's source, and what is known of it afterwards.

/** Idle sources of one case; a thousand characters of an ID count as one. */
const MOST_IDLE = 6000;

export class Means {
  /** The source under test; none while its constructor runs. */
  source;
  /** Whether the case's own code has asked for the end: no error event has to say so then. */
  isClosed = false;
  /** What the case's own code threw or rejected with: `[{ place, value }]`. */
  thrown = [];
  /** Answers that are still to come. */
  late = 0;
  /** Sources that misbehaving code opened: those of `open` have a stream, the idle ones no connection. */
  opened = [];
  idle = [];
  /** For a case whose code misbehaves at each event. */
  #room = MOST_IDLE;
  #EventSource;
  #otherUrl;
  #controller;

  constructor(EventSource, otherUrl, controller) {
    this.#EventSource = EventSource;
    this.#otherUrl = otherUrl;
    this.#controller = controller;
  }

  /** Not caught here: whoever is given the promise must do that. */
  pending(work) {
    this.late += 1;
    return work().finally(() => {
      this.late -= 1;
    });
  }

  close() {
    if (this.source) {
      this.isClosed = true;
      this.source.close();
    }
  }

  abort() {
    this.isClosed = true;
    this.#controller.abort();
  }

  open() {
    const opened = { events: 0 };
    opened.source = new this.#EventSource(this.#otherUrl);
    opened.source.onmessage = () => {
      opened.events += 1;
    };
    this.opened.push(opened);
  }

  /** Sources whose request is never answered; none when there are many already. */
  openIdle(count, initialLastEventId = "") {
    this.#room -= count + initialLastEventId.length / 1000;
    if (this.#room < 0) {
      return [];
    }
    const fetch = () => new Promise(() => {});
    const init = { fetch, initialLastEventId };
    const made = Array.from({ length: count }, () => new this.#EventSource(this.#otherUrl, init));
    this.idle.push(...made);
    return made;
  }

  loop() {
    this.#iterate(this.source?.events());
  }

  loopAndClose() {
    this.#iterate(this.source?.[Symbol.asyncIterator](), () => {
      this.isClosed = true;
    });
  }

  async #iterate(events, leave = () => {}) {
    let count = 0;
    try {
      for await (const _ of events ?? []) {
        count += 1;
        if (count === 4) {
          leave();
          break;
        }
      }
    } catch (error) {
      // The source failed for good, which its error event tells too.
      if (error?.name !== "EventSourceError") {
        throw error;
      }
    }
  }

  addListeners(count) {
    for (let index = 0; index < count; index += 1) {
      this.source?.addEventListener(["open", "message", "tick", "error"][index % 4], () => {});
    }
  }

  setHandlers() {
    if (this.source) {
      this.source.onopen = this.source.onmessage = this.source.onerror = () => {};
    }
  }

  dispatch() {
    for (const type of ["open", "message", "error", "close"]) {
      this.source?.dispatchEvent(Object.assign(new Event(type), { isOwn: true }));
    }
  }

  closeDeep() {
    this.#deep(() => this.close());
  }

  openDeep() {
    this.#deep(() => this.openIdle(1));
  }

  listenDeep() {
    this.#deep(() => this.source?.addEventListener("message", () => {}));
  }

  iterateDeep() {
    let events;
    this.#deep(() => {
      events = this.source?.events();
    });
    // An iterator that is neither used nor left stops its source.
    events?.return();
  }

  /** Tries it with as little stack as there can be, and with a little more each time, until it can be done. */
  #deep(act) {
    let isDone = false;
    const deeper = () => {
      try {
        deeper();
      } catch {
        // One level up there is more room.
      }
      if (!isDone) {
        act();
        isDone = true;
      }
    };
    deeper();
  }

  /** Lets go of what the misbehaving code opened. */
  end() {
    for (const { source } of this.opened) {
      source.close();
    }
    for (const source of this.idle) {
      source.close();
    }
  }
}
