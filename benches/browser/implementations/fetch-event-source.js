import { fetchEventSource } from "@microsoft/fetch-event-source";

export function open(url, type, hear) {
  const controller = new AbortController();
  fetchEventSource(url, {
    signal: controller.signal,
    onmessage: ({ event, data }) => {
      if ((event || "message") === type) {
        hear.event(data);
      }
    },
    onerror: (error) => {
      throw error;
    },
  }).catch(hear.fail);
  return () => controller.abort();
}
