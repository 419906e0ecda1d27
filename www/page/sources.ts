// The streams that the page has opened, for the package's inspector, which is loaded when somebody asks for it.

import type { Inspectable, inspect } from "eventsource-wasm/inspector";

/** Held weakly: the inspector says when one was collected, and must not be why it was not. */
const opened: WeakRef<Inspectable>[] = [];
let show: typeof inspect | undefined;

export function addSource(source: Inspectable): void {
  if (show) show(source);
  else opened.push(new WeakRef(source));
}

/** Those of now, and those to come. */
export async function inspectAll(): Promise<void> {
  show = (await import("eventsource-wasm/inspector")).inspect;
  for (const reference of opened.splice(0)) {
    const source = reference.deref();
    if (source && source.readyState !== 2) show(source);
  }
}
