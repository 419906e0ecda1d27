import { useEventSource } from "@vueuse/core";
import { effectScope, watch } from "vue";
import { AppEventSource } from "../support/app-event-source.js";

// docs
globalThis.EventSource = AppEventSource;
const useEvents = (url, hear) => {
  const { data, lastEventId } = useEventSource(url);
  watch(lastEventId, () => hear(data.value), { flush: "sync" });
};
// end

export function follow(show) {
  const scope = effectScope();
  scope.run(() => useEvents("/events", (data) => show(Number(data))));
  return () => scope.stop();
}
