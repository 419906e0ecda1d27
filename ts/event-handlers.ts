// Event handler IDL attributes: HTML standard, "event handlers". Each is one listener that keeps its place in the order
// from the moment it is first set until it is set to null.

type Callback = (this: EventTarget, event: Event) => unknown;

export class EventHandlers {
  readonly #target: EventTarget;
  readonly #active = new Map<string, Handler>();

  constructor(target: EventTarget) {
    this.#target = target;
  }

  get(type: string): Callback | null {
    return this.#active.get(type)?.value ?? null;
  }

  /** `[LegacyTreatNonObjectAsNull]`: what is no object becomes null; an object that cannot be called is kept and ignored. */
  set(type: string, value: unknown): void {
    const callback = isObject(value) ? (value as Callback) : null;
    const handler = this.#active.get(type);
    if (!callback) {
      if (handler) {
        this.#active.delete(type);
        this.#target.removeEventListener(type, handler);
      }
    } else if (handler) {
      handler.value = callback;
    } else {
      const added = new Handler(callback);
      this.#active.set(type, added);
      this.#target.addEventListener(type, added);
    }
  }
}

class Handler {
  value: Callback;

  constructor(value: Callback) {
    this.value = value;
  }

  handleEvent(event: Event): void {
    if (typeof this.value === "function" && event.currentTarget) {
      this.value.call(event.currentTarget, event);
    }
  }
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
