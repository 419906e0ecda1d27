// A list of what happened to the connection, newest first.

import type { EventSourceErrorEvent } from "eventsource-wasm";
import { make } from "../page/dom.ts";

export type Kind = "open" | "token" | "retry" | "closed" | "action" | "page" | "note";

export interface Entry {
  kind: Kind;
  title: string;
  /** One sentence more. */
  text?: string;
  /** Its fields are shown as they are. */
  error?: EventSourceErrorEvent;
}

const ENTRIES = 200;
/** Of a body, in characters. */
const LONGEST = 300;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export class Timeline {
  readonly #list: HTMLElement;
  readonly #scroller: HTMLElement;
  #returns = false;

  constructor(list: HTMLElement) {
    this.#list = list;
    this.#scroller = list.parentElement ?? list;
  }

  add({ kind, title, text, error }: Entry): void {
    const now = new Date();
    const item = make("li");
    item.setAttribute("data-testid", "timeline-entry");
    item.setAttribute("data-kind", kind);
    const stamp = document.createElement("time");
    stamp.dateTime = now.toISOString();
    stamp.textContent = clock.format(now);
    item.append(stamp, make("strong", title));
    if (text) item.append(make("p", text));
    if (error) {
      item.setAttribute("data-reason", error.reason);
      item.append(factsOf(error), restOf(error));
    }
    this.#place(item);
    while (this.#list.childElementCount > ENTRIES) this.#list.lastElementChild?.remove();
  }

  /** Adds it at the top without moving the rest, then scrolls there unless the reader has scrolled down. */
  #place(item: HTMLElement): void {
    const scroller = this.#scroller;
    const wasOnTop = scroller.scrollTop < 1;
    this.#list.prepend(item);
    scroller.scrollTop += item.offsetHeight;
    if (this.#returns || !wasOnTop) return;
    this.#returns = true;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        this.#returns = false;
        scroller.scrollTop = 0;
      }),
    );
  }
}

/** The most important fields. */
function factsOf({ reason, status, attempt, willRetry, delay }: EventSourceErrorEvent): HTMLElement {
  const list = make("ul", "", "facts");
  for (const [name, value] of Object.entries({ reason, status, attempt, willRetry, delay })) {
    const item = make("li");
    item.append(make("code", `${name}: ${JSON.stringify(value)}`));
    list.append(item);
  }
  return list;
}

/** The other fields, in a disclosure. */
function restOf({ statusText, headers, body, error }: EventSourceErrorEvent): HTMLElement {
  const details = make("details");
  const fields = {
    statusText: JSON.stringify(statusText),
    headers: headers ? [...headers].map(([name, value]) => `\n  ${name}: ${value}`).join("") : "undefined",
    body: body === undefined ? "undefined" : JSON.stringify(body.slice(0, LONGEST)),
    error: String(error),
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  details.append(make("summary", "All fields"), make("pre", text.join("\n")));
  return details;
}
