import { EventSource } from "eventsource-wasm";
import { onWatcherCleanup, ref, toValue, watchEffect } from "vue";

/**
 * Keeps a stream open while the component is mounted. The URL may be a ref or a getter: a new one opens a new stream.
 * `listeners` has a function for each type of event. Gives a ref of `"connecting"`, `"open"` or `"closed"`.
 */
export function useEventSource(url, options, listeners) {
  const state = ref("connecting");

  watchEffect(() => {
    const source = new EventSource(toValue(url), options);
    state.value = "connecting";
    source.onopen = () => {
      state.value = "open";
    };
    source.onerror = ({ willRetry }) => {
      state.value = willRetry ? "connecting" : "closed";
    };
    for (const [type, listener] of Object.entries(listeners)) {
      source.addEventListener(type, listener);
    }
    onWatcherCleanup(() => source.close());
  });

  return state;
}
