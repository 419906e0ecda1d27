// One source in the panel: a radio button that selects it, and its state.

import { element, setText } from "./element.ts";
import type { SourceLog } from "./source-log.ts";
import * as texts from "./texts.ts";

/** A counter for unique IDs of radio buttons and their descriptions. */
let rows = 0;

export class SourceRow {
  readonly root: HTMLElement;
  readonly radio: HTMLInputElement;
  readonly #log: SourceLog;
  readonly #state = element("span", { className: "state" });
  readonly #figures = element("span");
  readonly #error = element("span", { className: "error" });

  constructor(log: SourceLog, onChosen: () => void) {
    this.#log = log;
    const id = `source-${++rows}`;
    this.radio = element("input", { type: "radio", name: "source", onchange: onChosen });
    this.radio.setAttribute("aria-describedby", id);
    const url = element("span", { className: "url", title: log.url }, texts.shortUrl(log.url));
    const told = element("div", { id, className: "told" }, this.#state, this.#figures, this.#error);
    this.root = element("li", {}, element("label", {}, this.radio, url), told);
  }

  refresh(now: number): void {
    const { readyState, count, connections, lastEventTime, failure } = this.#log;
    this.root.dataset.state = texts.state(readyState);
    const waits = readyState === 0 && failure?.willRetry;
    const next = waits ? texts.nextAttempt(failure.time + (failure.delay ?? 0) - now) : "";
    setText(this.#state, texts.state(readyState) + next);
    const figures = [texts.counted(count, "event")];
    if (lastEventTime !== undefined) {
      figures.push(texts.lastEvent(now - lastEventTime));
    }
    if (connections > 1) {
      figures.push(texts.counted(connections, "connection"));
    }
    setText(this.#figures, figures.join(", "));
    if (failure) {
      setText(this.#error, texts.lastError(failure, now - failure.time));
    }
  }
}
