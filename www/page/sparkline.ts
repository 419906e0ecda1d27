// A figure over time, as a line and the area below it.

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 24;

export class Sparkline {
  readonly element = document.createElementNS(SVG, "svg");
  readonly #line = document.createElementNS(SVG, "polyline");
  readonly #area = document.createElementNS(SVG, "polygon");
  readonly #values: number[] = [];
  readonly #points: number;
  readonly #floor: number | undefined;

  /** `floor` is the value at the bottom; without one, it is the lowest that is shown. */
  constructor(points: number, floor?: number) {
    this.#points = points;
    this.#floor = floor;
    this.element.setAttribute("class", "spark");
    this.element.setAttribute("viewBox", "0 -2 100 28");
    this.element.setAttribute("preserveAspectRatio", "none");
    this.element.setAttribute("aria-hidden", "true");
    this.element.append(this.#area, this.#line);
  }

  get last(): number | undefined {
    return this.#values.at(-1);
  }

  add(value: number): void {
    this.#values.push(value);
    if (this.#values.length > this.#points) this.#values.shift();
    const low = this.#floor ?? Math.min(...this.#values);
    const high = Math.max(low, ...this.#values);
    // The newest is at the right, however few there are.
    const first = this.#points - this.#values.length;
    const points = this.#values.map((each, index) => {
      const x = (100 * (first + index)) / (this.#points - 1);
      const y = HEIGHT - (HEIGHT * (each - low)) / (high - low || 1);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    const begins = ((100 * first) / (this.#points - 1)).toFixed(1);
    this.#line.setAttribute("points", points.join(" "));
    this.#area.setAttribute("points", `${begins},26 ${points.join(" ")} 100,26`);
  }
}
