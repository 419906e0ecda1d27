// What happened to the connection, newest first.

export type Kind = "open" | "token" | "retry" | "closed" | "action" | "note";

export interface Entry {
  kind: Kind;
  title: string;
  /** One sentence more. */
  text?: string;
  /** Fields of an error event, shown as they are. */
  facts?: { reason: string; [field: string]: unknown };
}

const ENTRIES = 200;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export class Timeline {
  readonly #list: HTMLElement;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  add({ kind, title, text, facts }: Entry): void {
    const now = new Date();
    const item = document.createElement("li");
    item.setAttribute("data-testid", "timeline-entry");
    item.setAttribute("data-kind", kind);
    if (facts) item.setAttribute("data-reason", facts.reason);

    const stamp = document.createElement("time");
    stamp.dateTime = now.toISOString();
    stamp.textContent = clock.format(now);
    item.append(stamp, part("strong", title));
    if (text) item.append(part("p", text));
    if (facts) {
      const list = part("ul", "");
      list.className = "facts";
      for (const [name, value] of Object.entries(facts)) {
        const fact = part("li", "");
        fact.append(part("code", `${name}: ${value === undefined ? "undefined" : JSON.stringify(value)}`));
        list.append(fact);
      }
      item.append(list);
    }
    this.#list.prepend(item);
    while (this.#list.childElementCount > ENTRIES) this.#list.lastElementChild?.remove();
  }
}

function part(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
