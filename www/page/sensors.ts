// Readings of sensors and alerts: one stream with two event types.

import { EventSource } from "eventsource-wasm";
import { init } from "./api.ts";
import { make, setText } from "./dom.ts";
import { addSource } from "./sources.ts";
import { Sparkline } from "./sparkline.ts";

interface Reading {
  sensor: string;
  unit: string;
  limit: number;
  value: number;
}

interface Alert {
  sensor: string;
  unit: string;
  limit: number;
  isOver: boolean;
  /** In ISO 8601. */
  at: string;
}

const POINTS = 40;
const ALERTS = 3;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export function showSensors(list: HTMLElement, alerts: HTMLElement, shared: object): void {
  const source = new EventSource<{ reading: Reading; alert: Alert }>("sensors", {
    ...init(),
    ...shared,
    heartbeatTimeout: "auto",
    parse: JSON.parse,
  });
  addSource(source);
  const rows = new Map<string, Row>();
  source.addEventListener("reading", ({ data }) => {
    let row = rows.get(data.sensor);
    if (!row) {
      row = new Row(data);
      rows.set(data.sensor, row);
      list.append(row.element);
    }
    row.add(data);
  });
  source.addEventListener("alert", ({ data: { sensor, unit, limit, isOver, at } }) => {
    const item = make("li", "", isOver ? "over" : "");
    const text = `${sensor} ${isOver ? "above" : "back below"} ${limit} ${unit}`;
    item.append(make("time", clock.format(new Date(at))), make("span", text));
    alerts.prepend(item);
    while (alerts.childElementCount > ALERTS) alerts.lastElementChild?.remove();
  });
}

class Row {
  readonly element = document.createElement("li");
  readonly #value = make("span", "", "value");
  readonly #line = new Sparkline(POINTS, 0);

  constructor({ sensor }: Reading) {
    this.element.append(make("b", sensor), this.#line.element, this.#value);
  }

  add({ value, unit, limit }: Reading): void {
    this.#line.add(value);
    setText(this.#value, `${value > limit ? "⚠ " : ""}${value} ${unit}`);
    this.element.classList.toggle("over", value > limit);
  }
}
