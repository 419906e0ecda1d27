// The streams that the page has opened, for the package's inspector, which is loaded when somebody asks for it.

import type { Inspectable, inspect } from "eventsource-wasm/inspector";

/** Weak references: the inspector reports collected sources, and must not keep them alive. */
const opened: WeakRef<Inspectable>[] = [];
let show: typeof inspect | undefined;

export function addSource(source: Inspectable): void {
  if (show) show(source);
  else opened.push(new WeakRef(source));
}

/** Shows the existing sources and all later ones. */
export async function inspectAll(): Promise<void> {
  show = (await import("eventsource-wasm/inspector")).inspect;
  for (const reference of opened.splice(0)) {
    const source = reference.deref();
    if (source && source.readyState !== 2) show(source);
  }
}
