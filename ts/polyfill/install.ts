// Defines the class as a global, with the attributes of a WebIDL interface object.

import type { EventSourceConstructor } from "../types/options.ts";

export function install(EventSource: EventSourceConstructor): void {
  Object.defineProperty(globalThis, "EventSource", { value: EventSource, writable: true, configurable: true });
}
