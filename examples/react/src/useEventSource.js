import { EventSource } from "eventsource-wasm";
import { useEffect, useEffectEvent, useState } from "react";

/**
 * Keeps a stream open while the component is mounted, and opens a new one when the URL changes. `listeners` has a
 * function for each type of event; it may be a new object in each render. Gives `"connecting"`, `"open"` or `"closed"`.
 */
export function useEventSource(url, options, listeners) {
  const [state, setState] = useState("connecting");
  const open = useEffectEvent(() => new EventSource(url, options));
  const hear = useEffectEvent((event) => listeners[event.type]?.(event));
  const types = Object.keys(listeners).join(" ");

  // biome-ignore lint/correctness/useExhaustiveDependencies: `url` is a reason to open a new stream
  useEffect(() => {
    const source = open();
    setState("connecting");
    source.onopen = () => setState("open");
    source.onerror = ({ willRetry }) => setState(willRetry ? "connecting" : "closed");
    for (const type of types.split(" ")) {
      source.addEventListener(type, (event) => hear(event));
    }
    return () => source.close();
  }, [url, types]);

  return state;
}
