// What one source still has to dispatch, in order.

import { pump } from "./pump.ts";

/** Work of one or several steps: whether it is done. It is called again until it is. */
export type Task = () => boolean;

export class TaskQueue {
  readonly #tasks: Task[] = [];
  readonly #onDrained: () => void;
  #pumping = false;

  /** `onDrained` is called whenever nothing is left to do. */
  constructor(onDrained: () => void) {
    this.#onDrained = onDrained;
  }

  /** Whether nothing is left to do. */
  get isEmpty(): boolean {
    return !this.#pumping;
  }

  /** Runs the task's first step now if none is before it. */
  push(task: Task): void {
    this.#tasks.push(task);
    if (!this.#pumping) {
      this.#pumping = true;
      pump(this.#step);
    }
  }

  clear(): void {
    this.#tasks.length = 0;
  }

  readonly #step = (): boolean => {
    if (this.#tasks[0]?.()) {
      this.#tasks.shift();
    }
    this.#pumping = this.#tasks.length > 0;
    if (!this.#pumping) {
      this.#onDrained();
    }
    return this.#pumping;
  };
}
