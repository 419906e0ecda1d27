// Events a second and their time on the way, for the last minute, each as a line.

const SECONDS = 60;
const SVG = "http://www.w3.org/2000/svg";

/** One figure over time. */
class Line {
  readonly #line = document.createElementNS(SVG, "polyline");
  readonly #value = document.createElement("span");
  readonly #values: number[] = [];
  readonly #unit: string;

  constructor(place: HTMLElement, unit: string) {
    this.#unit = unit;
    const chart = document.createElementNS(SVG, "svg");
    chart.setAttribute("viewBox", "-1 -1 102 26");
    chart.setAttribute("preserveAspectRatio", "none");
    chart.setAttribute("aria-hidden", "true");
    chart.append(this.#line);
    place.replaceChildren(this.#value, chart);
  }

  add(value: number): void {
    this.#values.push(value);
    if (this.#values.length > SECONDS) this.#values.shift();
    const most = Math.max(1, ...this.#values);
    const points = this.#values.map((each, index) => `${(100 * index) / (SECONDS - 1)},${24 - (24 * each) / most}`);
    this.#line.setAttribute("points", points.join(" "));
    this.#value.textContent = `${Math.round(value)} ${this.#unit}`;
  }
}

export class Pulse {
  readonly #rate: Line;
  readonly #latency: Line;
  #count = 0;
  #delays = 0;

  constructor(rate: HTMLElement, latency: HTMLElement) {
    this.#rate = new Line(rate, "a second");
    this.#latency = new Line(latency, "ms");
    setInterval(() => this.#tick(), 1000);
  }

  /** An event that happened at this time, by the server's clock, which here is this machine's. */
  event(at: string): void {
    this.#count += 1;
    this.#delays += Math.max(0, Date.now() - Date.parse(at));
  }

  /** What came so far was a replay, and old. */
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
