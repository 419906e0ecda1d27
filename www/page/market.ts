// Prices from a `for await` loop, each symbol with a line of its last ones.

import { EventSource } from "eventsource-wasm";
import { init } from "./api.ts";
import { make, setText } from "./dom.ts";
import { addSource } from "./sources.ts";
import { Sparkline } from "./sparkline.ts";
import type { Tokens } from "./tokens.ts";

interface Price {
  symbol: string;
  price: number;
}

const POINTS = 40;

/** Never returns. */
export async function showMarket(list: HTMLElement, tokens: Tokens, shared: object): Promise<void> {
  const source = new EventSource<{ price: Price }>("market", {
    ...init(),
    ...shared,
    headers: async () => ({ Authorization: `Bearer ${await tokens.fresh()}` }),
    onUnauthorized: () => {
      tokens.forget();
      return true;
    },
    parse: JSON.parse,
  });
  addSource(source);
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
  readonly #price = make("span", "", "value");
  readonly #line = new Sparkline(POINTS);

  constructor(symbol: string) {
    this.element.append(make("b", symbol), this.#line.element, this.#price);
  }

  add(price: number): void {
    const rose = price >= (this.#line.last ?? price);
    this.#line.add(price);
    setText(this.#price, `${rose ? "▲" : "▼"} ${price.toFixed(2)}`);
    this.element.classList.toggle("rose", rose);
  }
}
