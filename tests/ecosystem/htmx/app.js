import htmx from "htmx.org";
import { AppEventSource } from "../support/app-event-source.js";

// docs
globalThis.htmx = htmx;
htmx.createEventSource = (url) => new AppEventSource(url);
// end

/** htmx reads the page: the numbers are what it shows. */
export async function follow(show) {
  await import("htmx-ext-sse");
  document.body.innerHTML = `<ol hx-ext="sse" sse-connect="/html" sse-swap="message" hx-swap="beforeend"></ol>`;
  const list = document.body.firstElementChild;
  let shown = 0;
  new MutationObserver(() => {
    for (; shown < list.children.length; shown += 1) {
      show(Number(list.children[shown].textContent));
    }
  }).observe(list, { childList: true });
  htmx.process(document.body);
  return () => htmx.remove(list);
}
