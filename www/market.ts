// Prices from a `for await` loop, each symbol with a line of its last ones.

import { EventSource } from "eventsource-wasm";
import type { Tokens } from "./tokens.ts";

interface Price {
  symbol: string;
  price: number;
}

const POINTS = 40;
const SVG = "http://www.w3.org/2000/svg";

/** Goes on for as long as the page. */
export async function showMarket(list: HTMLElement, tokens: Tokens): Promise<void> {
  const source = new EventSource<{ price: Price }>("/market", {
    headers: async () => ({ Authorization: `Bearer ${await tokens.fresh()}` }),
    onUnauthorized: () => {
      tokens.forget();
      return true;
    },
    parse: JSON.parse,
  });
  const rows = new Map<string, Row>();
  for await (const { data } of source.events("price")) {
    let row = rows.get(data.symbol);
    if (!row) {
      row = new Row(data.symbol);
      rows.set(data.symbol, row);
      list.append(row.element);
    }
    row.add(data.price);
  }
}

class Row {
  readonly element = document.createElement("li");
  readonly #price = document.createElement("span");
  readonly #line = document.createElementNS(SVG, "polyline");
  readonly #prices: number[] = [];

  constructor(symbol: string) {
    const chart = document.createElementNS(SVG, "svg");
    chart.setAttribute("viewBox", "-1 -1 102 26");
    chart.setAttribute("preserveAspectRatio", "none");
    chart.setAttribute("aria-hidden", "true");
    chart.append(this.#line);
    const name = document.createElement("b");
    name.textContent = symbol;
    this.#price.className = "price";
    this.element.append(name, chart, this.#price);
  }

  add(price: number): void {
    this.#prices.push(price);
    if (this.#prices.length > POINTS) this.#prices.shift();
    const rose = price >= (this.#prices.at(-2) ?? price);
    this.#price.textContent = `${rose ? "▲" : "▼"} ${price.toFixed(2)}`;
    this.element.classList.toggle("rose", rose);
    const [low, high] = [Math.min(...this.#prices), Math.max(...this.#prices)];
    const points = this.#prices.map((value, index) => {
      const y = 24 - (24 * (value - low)) / (high - low || 1);
      return `${((100 * index) / (POINTS - 1)).toFixed(1)},${y.toFixed(1)}`;
    });
    this.#line.setAttribute("points", points.join(" "));
  }
}
