// Event handler IDL attributes: HTML standard, "event handlers". Each is one listener that keeps its place in the order
// from the moment it is first set until it is set to null.

import type { Listeners } from "./listeners.ts";

type Callback = (this: EventTarget, event: Event) => unknown;

export class EventHandlers {
  readonly #target: EventTarget;
  readonly #listeners: Listeners;
  readonly #active = new Map<string, Handler>();

  constructor(target: EventTarget, listeners: Listeners) {
    this.#target = target;
    this.#listeners = listeners;
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
        // Not the target's own method: a subclass may have another one.
        EventTarget.prototype.removeEventListener.call(this.#target, type, handler);
        this.#listeners.remove(type, handler);
      }
    } else if (handler) {
      handler.value = callback;
    } else {
      const added = new Handler(callback);
      this.#active.set(type, added);
      EventTarget.prototype.addEventListener.call(this.#target, type, added);
      this.#listeners.add(type, added);
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
      const result = this.value.call(event.currentTarget, event);
      if (result === false) {
        event.preventDefault();
      }
    }
  }
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
