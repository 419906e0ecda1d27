// The panel at the corner of the page: a button that opens it, the sources, and the events of one of them.

import { element, setText } from "./element.ts";
import { EventTable } from "./event-table.ts";
import type { SourceLog } from "./source-log.ts";
import { SourceRow } from "./source-row.ts";
import { STYLE } from "./style.ts";
import * as texts from "./texts.ts";

/** The time between two updates in ms: a flood of events must not cause a flood of updates. */
const PERIOD = 250;

/** This many closed or collected sources stay in the list. */
const KEPT = 20;

export class Panel {
  /** An unregistered element may have a shadow root too, and does not clash with another copy of this script. */
  readonly #host = document.createElement("eventsource-inspector");
  readonly #summary = element("summary");
  readonly #sources = element("ul");
  readonly #events = new EventTable();
  readonly #rows = new Map<SourceLog, SourceRow>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    const sources = element("fieldset", {}, element("legend", {}, texts.SOURCES), this.#sources);
    const panel = element("details", { ontoggle: () => this.#refresh() }, this.#summary, sources, this.#events.root);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && panel.open) {
        panel.open = false;
        this.#summary.focus();
      }
    });
    const shadow = this.#host.attachShadow({ mode: "open" });
    shadow.append(element("section", { ariaLabel: texts.TITLE }, panel));
    // Unlike a style element, it needs no permission of a Content-Security-Policy.
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [style];
  }

  add(log: SourceLog): void {
    const row = new SourceRow(log, () => this.#events.choose(log));
    this.#rows.set(log, row);
    this.#sources.append(row.root);
    for (const old of [...this.#rows.keys()].filter(isOver).slice(0, -KEPT)) {
      this.#drop(old);
    }
    if (!this.#timer) {
      document.documentElement.append(this.#host);
      this.#timer = setInterval(() => this.#refresh(), PERIOD);
    }
    this.#chooseOne();
    this.#refresh();
  }

  remove(log: SourceLog): void {
    this.#drop(log);
    this.#chooseOne();
    this.#refresh();
    if (this.#rows.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#host.remove();
    }
  }

  #drop(log: SourceLog): void {
    this.#rows.get(log)?.root.remove();
    this.#rows.delete(log);
  }

  #chooseOne(): void {
    const rows = [...this.#rows];
    if (!rows.some(([, { radio }]) => radio.checked)) {
      const [[log, row] = []] = rows;
      if (row) {
        row.radio.checked = true;
      }
      this.#events.choose(log);
    }
  }

  #refresh(): void {
    const logs = [...this.#rows.keys()];
    setText(this.#summary, texts.summary(logs.filter(({ readyState }) => readyState === 1).length, logs.length));
    const now = Date.now();
    for (const row of this.#rows.values()) {
      row.refresh(now);
    }
    this.#events.refresh();
  }
}

function isOver({ readyState }: SourceLog): boolean {
  return readyState === undefined || readyState === 2;
}
