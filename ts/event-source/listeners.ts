// Whether anybody listens, which the platform does not tell. The count may include a listener that the platform has dropped
// already. It never misses one that was added by the class's own methods.

import { outsideZones } from "../platform/zone.ts";

type Options = boolean | AddEventListenerOptions | undefined;

/** Observes when the platform drops a listener by itself; `undefined` where it does not. */
type Watch = AbortController | undefined;

export class Listeners {
  readonly #target: EventTarget;
  readonly #onChange: () => void;
  /** By type, phase and callback, as the platform tells listeners apart. */
  readonly #counted = new Map<string, Map<unknown, Watch>>();
  /** How many keys above each type has: looked up for every event. */
  readonly #types = new Map<string, number>();

  /** `onChange` is called when there may be the first, or none any more. */
  constructor(target: EventTarget, onChange: () => void) {
    this.#target = target;
    this.#onChange = onChange;
  }

  /** Whether there are any. */
  get any(): boolean {
    return this.#counted.size > 0;
  }

  /** Whether anybody listens to events of this type. */
  hear(type: string): boolean {
    return this.#types.has(type);
  }

  /** Counts a listener that the platform has just added. */
  add(type: string, callback: unknown, given?: Options): void {
    const options = read(given);
    if (!callback || options.signal?.aborted) {
      return;
    }
    const key = keyOf(type, options.capture);
    let callbacks = this.#counted.get(key);
    if (!callbacks) {
      callbacks = new Map<unknown, Watch>();
      this.#counted.set(key, callbacks);
      this.#types.set(type, (this.#types.get(type) ?? 0) + 1);
    }
    if (callbacks.has(callback)) {
      // Whether the platform has kept the first one, with its options, depends on whether it has dropped it meanwhile.
      callbacks.get(callback)?.abort();
      callbacks.set(callback, undefined);
    } else {
      callbacks.set(callback, this.#watch(type, callback, options));
    }
    this.#onChange();
  }

  remove(type: string, callback: unknown, given?: Options): void {
    const key = keyOf(type, read(given).capture);
    const callbacks = this.#counted.get(key);
    if (callbacks?.has(callback)) {
      callbacks.get(callback)?.abort();
      callbacks.delete(callback);
      if (callbacks.size === 0) {
        this.#counted.delete(key);
        const left = (this.#types.get(type) ?? 0) - 1;
        left > 0 ? this.#types.set(type, left) : this.#types.delete(type);
      }
      this.#onChange();
    }
  }

  clear(): void {
    for (const callbacks of this.#counted.values()) {
      for (const watch of callbacks.values()) {
        watch?.abort();
      }
    }
    this.#counted.clear();
    this.#types.clear();
  }

  /** The platform drops a listener with `once` as it calls it, and one with a signal when that is aborted. */
  #watch(type: string, callback: unknown, { capture, once, signal }: Settings): Watch {
    if (!once && !signal) {
      return undefined;
    }
    const watch = new AbortController();
    const drop = () => this.remove(type, callback, capture);
    outsideZones(() => {
      signal?.addEventListener("abort", drop, { signal: watch.signal });
      if (once) {
        EventTarget.prototype.addEventListener.call(this.#target, type, drop, { capture, signal: watch.signal });
      }
    });
    return watch;
  }
}

interface Settings {
  readonly capture: boolean;
  readonly once?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The platform has read them too, but a getter may answer otherwise now. A listener whose options throw is never dropped. */
function read(options: Options): Settings {
  try {
    const { capture, once, signal } = typeof options === "object" && options !== null ? options : { capture: options };
    return { capture: Boolean(capture), once, signal };
  } catch {
    return { capture: false };
  }
}

function keyOf(type: string, capture: boolean): string {
  return `${capture ? 1 : 0}${type}`;
}
