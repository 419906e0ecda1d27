// Whether anybody listens, which the platform does not tell.

type Options = boolean | { capture?: boolean | undefined } | undefined;

export class Listeners {
  /** By type, phase and callback, as the platform tells listeners apart. */
  readonly #kept = new Map<string, Set<unknown>>();
  readonly #onChange: () => void;

  /** `onChange` is called when there may be the first, or none any more. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Whether there are any. Those that the platform drops, by `once` or by a signal, still count. */
  get any(): boolean {
    return this.#kept.size > 0;
  }

  add(type: string, callback: unknown, options?: Options): void {
    if (callback) {
      const key = keyOf(type, options);
      const set = this.#kept.get(key) ?? new Set();
      this.#kept.set(key, set.add(callback));
      this.#onChange();
    }
  }

  /** Whether anybody listens to events of this type. */
  hear(type: string): boolean {
    return this.#kept.has(keyOf(type, false)) || this.#kept.has(keyOf(type, true));
  }

  clear(): void {
    this.#kept.clear();
  }

  remove(type: string, callback: unknown, options?: Options): void {
    const key = keyOf(type, options);
    const set = this.#kept.get(key);
    if (set?.delete(callback) && set.size === 0) {
      this.#kept.delete(key);
      this.#onChange();
    }
  }
}

function keyOf(type: string, options: Options): string {
  const capture = typeof options === "object" ? options?.capture : options;
  return `${capture ? 1 : 0}${type}`;
}
