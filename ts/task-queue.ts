// Steps in order, in slices: a flood of events must not freeze the page.

/** One step of work: whether it is done. It may be called again until it is, and stops when time is up. */
export type Step = (timeIsUp: () => boolean) => boolean;

/** A slice's length in ms. */
const SLICE = 8;

export class TaskQueue {
  readonly #steps: Step[] = [];
  readonly #onDrained: () => void;
  #running = false;
  #scheduled = false;
  #awaited = false;

  /** `onDrained` is called when all is done that `push` left undone. */
  constructor(onDrained: () => void) {
    this.#onDrained = onDrained;
  }

  /** Runs the step now if none is before it and time allows. Whether nothing is left to do. */
  push(step: Step): boolean {
    this.#steps.push(step);
    if (!this.#running && !this.#scheduled) {
      this.#run();
    }
    this.#awaited ||= this.#steps.length > 0;
    return this.#steps.length === 0;
  }

  clear(): void {
    this.#steps.length = 0;
  }

  #run(): void {
    const end = performance.now() + SLICE;
    const timeIsUp = () => performance.now() >= end;
    this.#running = true;
    while (this.#steps[0]?.(timeIsUp)) {
      this.#steps.shift();
    }
    this.#running = false;
    if (this.#steps.length > 0) {
      this.#scheduled = true;
      nextTask(() => {
        this.#scheduled = false;
        this.#run();
      });
    } else if (this.#awaited) {
      this.#awaited = false;
      this.#onDrained();
    }
  }
}

/** A message, because timers of hidden pages are held back. */
function nextTask(task: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    task();
  };
  port2.postMessage(null);
}
