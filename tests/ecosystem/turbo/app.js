import { AppEventSource } from "../support/app-event-source.js";
import { showItems } from "../support/show-items.js";

// docs
globalThis.EventSource = AppEventSource;
// end

export async function follow(show) {
  await import("@hotwired/turbo");
  document.body.innerHTML = `<ol id="numbers"></ol><turbo-stream-source src="/turbo"></turbo-stream-source>`;
  showItems(document.querySelector("ol"), show);
  return () => document.querySelector("turbo-stream-source").remove();
}
