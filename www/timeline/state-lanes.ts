// The last minute and the next seconds drawn to scale, with a lane for each thing that has a state.

import { make } from "../page/dom.ts";

/** Older spans are out of sight on every screen. */
const RETENTION = 70_000;
const PERIOD = 250;
const CALM_PERIOD = 1000;

export class StateLanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #place: HTMLElement;

  constructor(place: HTMLElement) {
    this.#place = place;
    // A picture that moves once a second does not move.
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    setInterval(() => this.#draw(), isCalm ? CALM_PERIOD : PERIOD);
  }

  /** A lane below the others. */
  add(name: string, title: string): Lane {
    const lane = new Lane(name, title);
    this.#lanes.set(name, lane);
    this.#place.append(lane.element);
    return lane;
  }

  #draw(): void {
    const now = Date.now();
    for (const lane of this.#lanes.values()) lane.draw(now);
  }
}

interface Span {
  bar: HTMLElement;
  kind: string;
  from: number;
  until?: number;
}

export class Lane {
  readonly element: HTMLElement;
  readonly #belt = make("div", "", "belt");
  readonly #plan = make("div", "", "plan");
  readonly #origin = Date.now();
  readonly #marks: [HTMLElement, number][] = [];
  #spans: Span[] = [];
  #plannedUntil = 0;

  constructor(name: string, title: string) {
    this.element = make("div", "", "state-lane");
    this.element.dataset.lane = name;
    const past = make("div", "", "past");
    const future = make("div", "", "future");
    past.append(this.#belt);
    future.append(this.#plan);
    const track = make("div", "", "track");
    track.append(past, future);
    this.element.append(make("span", title, "lane-name"), track);
    this.draw(this.#origin);
  }

  /** Begins a span of this kind; without a kind, ends the current one. */
  begin(kind: string, at = Date.now()): void {
    const last = this.#spans.at(-1);
    if (last && last.until === undefined) {
      if (last.kind === kind) return;
      last.until = at;
      last.bar.style.width = this.#seconds(at - last.from);
      last.bar.dataset.ms = String(at - last.from);
    }
    this.plan("", 0);
    if (kind === "") return;
    const bar = make("div", "", `span ${kind}`);
    bar.dataset.kind = kind;
    bar.style.left = this.#seconds(at - this.#origin);
    this.#belt.append(bar);
    this.#spans.push({ bar, kind, from: at });
    this.draw(Date.now());
  }

  /** Draws what is expected, until this time. */
  plan(kind: string, until: number): void {
    this.#plannedUntil = until;
    this.#plan.className = `plan ${kind}`;
    this.#plan.hidden = kind === "";
    this.#drawPlan(Date.now());
  }

  mark(kind: string, at = Date.now()): void {
    const mark = make("i", "", `mark ${kind}`);
    mark.dataset.mark = kind;
    mark.style.left = this.#seconds(at - this.#origin);
    this.#belt.append(mark);
    this.#marks.push([mark, at]);
  }

  draw(now: number): void {
    this.#forget(now - RETENTION);
    this.#belt.style.transform = `translateX(calc(100% - ${this.#seconds(now - this.#origin)}))`;
    this.#drawPlan(now);
  }

  #drawPlan(now: number): void {
    this.#plan.style.width = `calc(100% / var(--future) * ${Math.max(0, this.#plannedUntil - now) / 1000})`;
  }

  /** The belt is as wide as the past that is shown: see the style. */
  #seconds(ms: number): string {
    return `calc(100% / var(--past) * ${ms / 1000})`;
  }

  #forget(before: number): void {
    const isOld = ({ until }: Span) => until !== undefined && until < before;
    for (const { bar } of this.#spans.filter(isOld)) bar.remove();
    this.#spans = this.#spans.filter((each) => !isOld(each));
    while (this.#marks[0] && this.#marks[0][1] < before) this.#marks.shift()?.[0].remove();
  }
}
