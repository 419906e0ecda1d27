// A listener that never misbehaves: what a source tells, in order, and whether each event is in itself as it should be.

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSED = 2;

export class Recorder {
  /** `[{ type, state, at, error? }]` */
  events = [];
  /** Of the events with data. */
  ids = [];
  /** What was wrong with an event. */
  faults = [];
  #isClosed;

  /** `isClosed` tells whether the case has closed the source. */
  constructor(isClosed) {
    this.#isClosed = isClosed;
  }

  watch(source) {
    const hear = (event) => {
      // Misbehaving code dispatches events of its own.
      if (!event.isOwn) {
        this.#hear(source, event);
      }
    };
    for (const type of ["open", "message", "tick", "error"]) {
      source.addEventListener(type, hear);
    }
  }

  /** Ids that are missing from the middle. */
  get gaps() {
    return this.ids.flatMap((id, index) =>
      index > 0 && id !== this.ids[index - 1] + 1 ? [`${this.ids[index - 1]} ${id}`] : [],
    );
  }

  get errors() {
    return this.events.filter(({ type }) => type === "error");
  }

  get last() {
    return this.events.at(-1);
  }

  #hear(source, event) {
    const { type } = event;
    const heard = { type, state: source.readyState, at: performance.now() };
    this.events.push(heard);
    if (type === "message" || type === "tick") {
      this.ids.push(Number(event.lastEventId));
    }
    if (type === "error") {
      const { reason, message, willRetry, delay, attempt, status, error } = event;
      Object.assign(heard, { reason, message, willRetry, delay, error });
      const isWell =
        typeof reason === "string" &&
        typeof message === "string" &&
        message.length > 10 &&
        typeof willRetry === "boolean" &&
        delay >= 0 &&
        attempt >= 1 &&
        typeof status === "number";
      if (!isWell) {
        this.faults.push(
          `an error event without all of its members: ${reason}, ${typeof message}, ${willRetry}, ${delay}, ${attempt}, ${status}: ${message}`,
        );
      }
    }
    if (heard.reason === "internal") {
      this.faults.push(`a fault of the package's own: ${heard.message}`);
    }
    const state = type === "error" ? (heard.willRetry ? CONNECTING : CLOSED) : OPEN;
    // A listener that captures runs before this one.
    if (heard.state !== state && !this.#isClosed()) {
      this.faults.push(
        `readyState is ${heard.state} at an event ${type}${type === "error" ? ` with willRetry ${heard.willRetry}` : ""}`,
      );
    }
  }
}
