// The pending dispatches of one source, in order.

import { report } from "../platform/report.ts";
import { runOrEnqueue } from "./scheduler.ts";

/** Work of one or several steps. */
interface Task {
  readonly step: () => void;
  /** Called after each step, even after one that throws. */
  readonly isDone: () => boolean;
}

export class TaskQueue {
  readonly #tasks: Task[] = [];
  readonly #onDrained: () => void;
  #isRunning = false;

  /** `onDrained` is called whenever the queue becomes empty. */
  constructor(onDrained: () => void) {
    this.#onDrained = onDrained;
  }

  /** Whether the queue is empty. */
  get isEmpty(): boolean {
    return !this.#isRunning;
  }

  /** Runs the first step immediately if no other task is before it. */
  add(step: () => void, isDone = () => true): void {
    this.#tasks.push({ step, isDone });
    if (!this.#isRunning) {
      this.#isRunning = true;
      runOrEnqueue(this.#step);
    }
  }

  clear(): void {
    this.#tasks.length = 0;
  }

  readonly #step = (): boolean => {
    const task = this.#tasks[0];
    try {
      task?.step();
    } catch (error) {
      report(error);
    }
    // The step may have cleared the queue, and even filled it again.
    if (task && task === this.#tasks[0] && task.isDone()) {
      this.#tasks.shift();
    }
    this.#isRunning = this.#tasks.length > 0;
    if (!this.#isRunning) {
      this.#onDrained();
    }
    return this.#isRunning;
  };
}
