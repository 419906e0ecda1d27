// One client's time, drawn to scale: when it was connecting, open, waiting or closed, each request and each event.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const HEIGHT = 40;

export type Phase = "connecting" | "open" | "waiting" | "closed";

export class Lane {
  readonly element: SVGSVGElement;
  readonly #lasts: number;
  readonly #began: number;
  #phase: { kind: Phase; from: number; bar: SVGElement } | undefined;

  /** `strike`: when the fault does, in ms since the run began. */
  constructor(lasts: number, began: number, strike: number) {
    this.#lasts = lasts;
    this.#began = began;
    this.element = document.createElementNS(SVG, "svg");
    this.element.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute("preserveAspectRatio", "none");
    this.element.setAttribute("class", "lane");
    this.element.setAttribute("aria-hidden", "true");
    const x = this.#x(strike);
    this.#draw("line", { x1: x, x2: x, y1: 0, y2: HEIGHT, class: "strike" });
    this.begin("connecting");
  }

  get phase(): Phase | undefined {
    return this.#phase?.kind;
  }

  get now(): number {
    return performance.now() - this.#began;
  }

  begin(kind: Phase): void {
    if (this.#phase?.kind === kind) return;
    this.grow();
    const bar = this.#draw("rect", { x: this.#x(this.now), y: 14, height: 12, width: 0, class: `phase ${kind}` });
    this.#phase = { kind, from: this.now, bar };
  }

  /** The present phase lasts until now. */
  grow(): void {
    if (this.#phase) {
      const { bar, from } = this.#phase;
      bar.setAttribute("width", String(Math.max(0, this.#x(this.now) - this.#x(from))));
    }
  }

  event(isFirst: boolean): void {
    const x = this.#x(this.now);
    this.#draw("line", { x1: x, x2: x, y1: 1, y2: 11, class: isFirst ? "event" : "event twice" });
  }

  /** As the server saw it. */
  request(at: number, status: number): void {
    const x = this.#x(at);
    this.#draw("line", { x1: x, x2: x, y1: 29, y2: 39, class: status === 200 ? "request" : "request refused" });
  }

  #x(at: number): number {
    return (Math.min(at, this.#lasts) / this.#lasts) * WIDTH;
  }

  #draw(name: string, attributes: Record<string, string | number>): SVGElement {
    const element = document.createElementNS(SVG, name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    this.element.append(element);
    return element;
  }
}
