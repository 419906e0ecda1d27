// Whether anybody listens, which the platform does not tell.

type Options = boolean | { capture?: boolean | undefined } | undefined;

export class Listeners {
  /** By type, phase and callback, as the platform tells listeners apart. */
  readonly #kept = new Map<string, Set<unknown>>();
  readonly #onChange: (any: boolean) => void;

  /** `onChange` is told whether there are any. Those that the platform drops, by `once` or by a signal, still count. */
  constructor(onChange: (any: boolean) => void) {
    this.#onChange = onChange;
  }

  add(type: string, callback: unknown, options?: Options): void {
    if (callback) {
      const key = keyOf(type, options);
      const set = this.#kept.get(key) ?? new Set();
      this.#kept.set(key, set.add(callback));
      this.#onChange(true);
    }
  }

  remove(type: string, callback: unknown, options?: Options): void {
    const key = keyOf(type, options);
    const set = this.#kept.get(key);
    if (set?.delete(callback) && set.size === 0) {
      this.#kept.delete(key);
      this.#onChange(this.#kept.size > 0);
    }
  }
}

function keyOf(type: string, options: Options): string {
  const capture = typeof options === "object" ? options?.capture : options;
  return `${capture ? 1 : 0}${type}`;
}
