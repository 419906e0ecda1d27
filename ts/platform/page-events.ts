// The page's lifecycle events and the browser's network events.

import { INPUT, type Input } from "../core/wire.ts";

const GLOBAL_EVENTS = {
  pagehide: INPUT.pagehide,
  pageshow: INPUT.pageshow,
  beforeunload: INPUT.leaving,
  offline: INPUT.offline,
  online: INPUT.online,
};

const DOCUMENT_EVENTS = {
  freeze: INPUT.freeze,
  resume: INPUT.resume,
  visibilitychange: undefined,
};

/** Whether the page is hidden; `false` in a worker. */
export function isHidden(): boolean {
  return globalThis.document?.hidden ?? false;
}

/** Whether a freeze is announced: it is not in a worker. Node, which has no page, is never frozen. */
export function freezesAreAnnounced(): boolean {
  return !("WorkerGlobalScope" in globalThis);
}

/** All sources have one listener for each event together: a page may have a hundred sources. */
const watchers = new Set<(input: Input) => void>();

/** Calls back until the returned function is called. */
export function watchPage(onEvent: (input: Input) => void): () => void {
  if (watchers.size === 0) {
    each("addEventListener");
  }
  watchers.add(onEvent);
  return () => {
    if (watchers.delete(onEvent) && watchers.size === 0) {
      each("removeEventListener");
    }
  };
}

function each(act: "addEventListener" | "removeEventListener"): void {
  for (const [target, events] of [
    [globalThis as Partial<EventTarget>, GLOBAL_EVENTS],
    [globalThis.document as Document | undefined, DOCUMENT_EVENTS],
  ] as const) {
    for (const type of Object.keys(events)) {
      // Node's global object is no event target.
      target?.[act]?.(type, listener);
    }
  }
}

function listener({ isTrusted, eventPhase, type }: Event): void {
  // A page's own events may have the same names, and bubble. The browser's window events have the document as their target,
  // but are dispatched at the window.
  if (isTrusted && eventPhase === Event.AT_TARGET) {
    const inputs: { readonly [type: string]: Input | undefined } = { ...GLOBAL_EVENTS, ...DOCUMENT_EVENTS };
    const input = inputs[type] ?? (isHidden() ? INPUT.hidden : INPUT.visible);
    // One that is added meanwhile was not there when it happened.
    for (const watcher of [...watchers]) {
      watcher(input);
    }
  }
}
