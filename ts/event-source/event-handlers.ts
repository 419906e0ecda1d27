// Event handler IDL attributes: HTML standard, "event handlers". Each is one listener that keeps its place in the order
// from the moment it is first set until it is set to null.

import { inThisZone, outsideZones } from "../platform/zone.ts";
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
    if (isObject(value)) {
      const handler = this.#active.get(type) ?? this.#add(type);
      handler.value = value as Callback;
      // The zone may be another one than that in which the first value was set.
      handler.call = inThisZone((event, target) => callIfPossible(value, event, target));
    } else {
      this.#remove(type);
    }
  }

  // Both go past the target's own method: a subclass may have another one.

  #add(type: string): Handler {
    const handler = new Handler();
    this.#active.set(type, handler);
    outsideZones(() => EventTarget.prototype.addEventListener.call(this.#target, type, handler));
    this.#listeners.add(type, handler);
    return handler;
  }

  #remove(type: string): void {
    const handler = this.#active.get(type);
    if (handler) {
      this.#active.delete(type);
      EventTarget.prototype.removeEventListener.call(this.#target, type, handler);
      this.#listeners.remove(type, handler);
    }
  }
}

class Handler {
  value: Callback | null = null;
  call: (event: Event, target: EventTarget) => unknown = () => {};

  handleEvent(event: Event): void {
    // Not `currentTarget`, which Node forgets after the first listener. An event of a source has no other target.
    const { target } = event;
    if (target && this.call(event, target) === false) {
      event.preventDefault();
    }
  }
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function callIfPossible(value: unknown, event: Event, target: EventTarget): unknown {
  return typeof value === "function" ? value.call(target, event) : undefined;
}
