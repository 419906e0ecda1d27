// The page's life, and what the browser knows of the network.

import type { Input } from "../core/wire.ts";

const GLOBAL_EVENTS = ["pagehide", "pageshow", "beforeunload", "offline", "online"] as const;
const DOCUMENT_EVENTS = ["visibilitychange", "freeze", "resume"] as const;

/** Whether the page is hidden. A worker does not know. */
export function isHidden(): boolean {
  return globalThis.document?.hidden ?? false;
}

/** Whether a freeze is told: a worker is frozen without a word. Node, which has no page, is never frozen. */
export function isToldOfFreezes(): boolean {
  return !("WorkerGlobalScope" in globalThis);
}

/** Calls back until the function that it gives is called. */
export function watchPage(onEvent: (input: Input) => void): () => void {
  const listener = (event: Event) => {
    // A page's own events may have the same names, and bubble. What the browser says of the window has the document as
    // its target, but is dispatched at the window.
    if (event.isTrusted && event.eventPhase === Event.AT_TARGET) {
      onEvent(inputOf(event.type));
    }
  };
  const targets = [
    [globalThis as Partial<EventTarget>, GLOBAL_EVENTS],
    [globalThis.document as Document | undefined, DOCUMENT_EVENTS],
  ] as const;
  const each = (act: "addEventListener" | "removeEventListener") => {
    for (const [target, types] of targets) {
      for (const type of types) {
        // Node's global object is no event target.
        target?.[act]?.(type, listener);
      }
    }
  };
  each("addEventListener");
  return () => each("removeEventListener");
}

function inputOf(type: string): Input {
  switch (type) {
    case "visibilitychange":
      return isHidden() ? "hidden" : "visible";
    case "beforeunload":
      return "leaving";
    default:
      return type as Exclude<(typeof GLOBAL_EVENTS)[number], "beforeunload">;
  }
}
