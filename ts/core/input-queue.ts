// What happens is handled in turns: one input, then all the commands that answer it, then the next input.

export class InputQueue<Input> {
  readonly #handle: (input: Input) => void;
  readonly #onError: (error: unknown) => void;
  readonly #pending: Input[] = [];
  #isRunning = false;

  /** `handle` takes one turn. `onError` is told what it throws; the inputs that wait then are forgotten. */
  constructor(handle: (input: Input) => void, onError: (error: unknown) => void) {
    this.#handle = handle;
    this.#onError = onError;
  }

  /** Whether a turn is being taken. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Takes turns until no input is left, unless one is being taken. */
  feed(input: Input): void {
    this.#pending.push(input);
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    try {
      for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
        this.#handle(next);
      }
    } catch (error) {
      this.clear();
      this.#onError(error);
    } finally {
      this.#isRunning = false;
    }
  }

  clear(): void {
    this.#pending.length = 0;
  }
}
