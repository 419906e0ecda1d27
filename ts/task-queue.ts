// What one source still has to dispatch, in order.

import { pump } from "./pump.ts";

/** Work of one or several steps: whether it is done. It is called again until it is. */
export type Task = () => boolean;

export class TaskQueue {
  readonly #tasks: Task[] = [];
  readonly #onDrained: () => void;
  #pumping = false;
  #awaited = false;

  /** `onDrained` is called when all is done that `push` left undone. */
  constructor(onDrained: () => void) {
    this.#onDrained = onDrained;
  }

  /** Runs the task's first step now if none is before it. Whether nothing is left to do. */
  push(task: Task): boolean {
    this.#tasks.push(task);
    if (!this.#pumping) {
      this.#pumping = true;
      pump(this.#step);
    }
    this.#awaited ||= this.#pumping;
    return !this.#pumping;
  }

  clear(): void {
    this.#tasks.length = 0;
  }

  readonly #step = (): boolean => {
    if (this.#tasks[0]?.()) {
      this.#tasks.shift();
    }
    this.#pumping = this.#tasks.length > 0;
    if (!this.#pumping && this.#awaited) {
      this.#awaited = false;
      this.#onDrained();
    }
    return this.#pumping;
  };
}
