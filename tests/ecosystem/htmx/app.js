import htmx from "htmx.org";
import { AppEventSource } from "../support/app-event-source.js";
import { showItems } from "../support/show-items.js";

// docs
globalThis.htmx = htmx;
htmx.createEventSource = (url) => new AppEventSource(url);
// end

export async function follow(show) {
  await import("htmx-ext-sse");
  document.body.innerHTML = `<ol hx-ext="sse" sse-connect="/html" sse-swap="message" hx-swap="beforeend"></ol>`;
  const list = document.body.firstElementChild;
  showItems(list, show);
  htmx.process(document.body);
  return () => htmx.swap(document.body, "", { swapStyle: "innerHTML" });
}
