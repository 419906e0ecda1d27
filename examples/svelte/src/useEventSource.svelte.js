import { EventSource } from "eventsource-wasm";
import { onMount } from "svelte";

/**
 * Keeps a stream open while the component is mounted. `listeners` has a function for each type of event. Gives an object
 * whose reactive `state` is `"connecting"`, `"open"` or `"closed"`.
 */
export function useEventSource(url, options, listeners) {
  const stream = $state({ state: "connecting" });

  onMount(() => {
    const source = new EventSource(url, options);
    source.onopen = () => {
      stream.state = "open";
    };
    source.onerror = ({ willRetry }) => {
      stream.state = willRetry ? "connecting" : "closed";
    };
    for (const [type, listener] of Object.entries(listeners)) {
      source.addEventListener(type, listener);
    }
    return () => source.close();
  });

  return stream;
}
