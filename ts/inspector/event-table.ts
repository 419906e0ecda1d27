// The last events of the selected source, and the controls for them.

import { element } from "./element.ts";
import type { LoggedEvent, SourceLog } from "./source-log.ts";
import * as texts from "./texts.ts";

export class EventTable {
  readonly root: HTMLElement;
  readonly #types = element("select", { onchange: () => this.#show() });
  readonly #pause = element("button", { type: "button", ariaPressed: "false", onclick: () => this.#togglePause() });
  readonly #status = element("span", { role: "status" });
  readonly #body = element("tbody");
  readonly #empty = element("p", {}, texts.NO_EVENTS);
  #log: SourceLog | undefined;
  /** The events before filtering. They do not change while it is paused. */
  #events: readonly LoggedEvent[] = [];

  constructor() {
    this.#pause.append(texts.PAUSE);
    const head = element("tr", {}, ...texts.COLUMNS.map((name) => element("th", { scope: "col" }, name)));
    const table = element("table", {}, element("caption", {}, texts.ORDER), element("thead", {}, head), this.#body);
    this.root = element(
      "div",
      {},
      element(
        "div",
        { className: "tools" },
        element("label", {}, `${texts.TYPE} `, this.#types),
        this.#pause,
        button(texts.CLEAR, () => this.#clear()),
        button(texts.COPY, () => this.#copy()),
        this.#status,
      ),
      // Focusable, so that keys can scroll it.
      element("div", { className: "events", tabIndex: 0, role: "group", ariaLabel: texts.EVENTS }, table, this.#empty),
    );
    this.#show();
  }

  choose(log: SourceLog | undefined): void {
    this.#log = log;
    this.#take();
  }

  refresh(): void {
    if (this.#pause.ariaPressed === "false" && this.#events !== this.#log?.events) {
      this.#take();
    }
  }

  #take(): void {
    this.#events = this.#log?.events ?? [];
    this.#show();
  }

  #show(): void {
    this.#offerTypes();
    const wanted = this.#wanted();
    this.#body.replaceChildren(...wanted.map(row).reverse());
    this.#empty.hidden = wanted.length > 0;
  }

  /** The first choice, without a value, means all types. */
  #offerTypes(): void {
    const { value } = this.#types;
    const types = new Set([value, ...this.#events.map(({ type }) => type)].filter(Boolean));
    const options = ["", ...[...types].sort()];
    // Replacing the choices would close an open list.
    if (options.join() !== [...this.#types.options].map((option) => option.value).join()) {
      this.#types.replaceChildren(
        ...options.map((type) => element("option", { value: type, selected: type === value }, type || texts.ALL_TYPES)),
      );
    }
  }

  #wanted(): LoggedEvent[] {
    const { value } = this.#types;
    return this.#events.filter(({ type }) => !value || type === value);
  }

  #togglePause(): void {
    this.#pause.ariaPressed = String(this.#pause.ariaPressed === "false");
    this.refresh();
  }

  #clear(): void {
    this.#log?.clear();
    this.#take();
  }

  async #copy(): Promise<void> {
    const wanted = this.#wanted().map((event) => ({ ...event, time: new Date(event.time).toISOString() }));
    const json = JSON.stringify(wanted, null, 2);
    try {
      await navigator.clipboard.writeText(json);
      this.#status.textContent = texts.copied(wanted.length);
    } catch {
      console.log(json);
      this.#status.textContent = texts.NOT_COPIED;
    }
  }
}

function button(text: string, onclick: () => void): HTMLButtonElement {
  return element("button", { type: "button", onclick }, text);
}

function row({ time, type, lastEventId, data, length }: LoggedEvent): HTMLElement {
  const shown = data.length < length ? `${data}… (${texts.counted(length, "character")})` : data;
  const text = element("div", {}, shown);
  return element("tr", {}, ...[texts.clock(time), type, lastEventId, text].map((cell) => element("td", {}, cell)));
}
