import { Component, signal } from "@angular/core";
import { injectEventSource } from "./event-source";
import { session } from "./session";

interface Price {
  id: string;
  symbol: string;
  price: number;
}

const SHOWN = 20;

@Component({
  selector: "app-prices",
  template: `
    <output>{{ state() }}</output>
    <ol>
      @for (price of prices(); track price.id) {
        <li>{{ price.id }}: {{ price.symbol }} {{ price.price }}</li>
      }
    </ol>
  `,
})
export class Prices {
  readonly prices = signal<Price[]>([]);
  readonly state = injectEventSource("/api/prices", session, {
    price: ({ data, lastEventId }) => {
      const price = { id: lastEventId, ...JSON.parse(data) };
      this.prices.update((known) => [price, ...known].slice(0, SHOWN));
    },
  });
}
