import { DestroyRef, inject, type Signal, signal } from "@angular/core";
import { EventSource, type EventSourceInit } from "eventsource-wasm";

type Listeners = Record<string, (event: MessageEvent<string>) => void>;

/**
 * Keeps a stream open while the component lives. `listeners` has a function for each type of event. Call it where
 * `inject` may be called. Gives a signal of `"connecting"`, `"open"` or `"closed"`.
 */
export function injectEventSource(url: string, options: EventSourceInit, listeners: Listeners): Signal<string> {
  const state = signal("connecting");
  const source = new EventSource(url, options);
  source.onopen = () => state.set("open");
  source.onerror = ({ willRetry }) => state.set(willRetry ? "connecting" : "closed");
  for (const [type, listener] of Object.entries(listeners)) {
    source.addEventListener(type, listener);
  }
  inject(DestroyRef).onDestroy(() => source.close());
  return state.asReadonly();
}
