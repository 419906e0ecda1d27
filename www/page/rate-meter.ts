// Events per second and their latency, drawn for the last minute.

import { setText } from "./dom.ts";
import { Sparkline } from "./sparkline.ts";

const SECONDS = 60;

/** One figure over time. */
class Figure {
  readonly #value = document.createElement("span");
  readonly #line = new Sparkline(SECONDS, 0);
  readonly #unit: string;

  constructor(place: HTMLElement, unit: string) {
    this.#unit = unit;
    place.replaceChildren(this.#value, this.#line.element);
    setText(this.#value, `– ${unit}`);
  }

  add(value: number): void {
    this.#line.add(value);
    setText(this.#value, `${Math.round(value)} ${this.#unit}`);
  }
}

export class RateMeter {
  readonly #rate: Figure;
  readonly #latency: Figure;
  #count = 0;
  #delays = 0;

  constructor(rate: HTMLElement, latency: HTMLElement) {
    this.#rate = new Figure(rate, "a second");
    this.#latency = new Figure(latency, "ms");
    setInterval(() => this.#tick(), 1000);
  }

  /** An event that happened at this time, by the server's clock, which here is this machine's. */
  event(at: string): void {
    this.#count += 1;
    this.#delays += Math.max(0, Date.now() - Date.parse(at));
  }

  /** Forgets the events so far, which were a replay. */
  forget(): void {
    this.#count = 0;
    this.#delays = 0;
  }

  #tick(): void {
    this.#rate.add(this.#count);
    if (this.#count > 0) this.#latency.add(this.#delays / this.#count);
    this.forget();
  }
}
