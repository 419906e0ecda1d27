// The departures board: the last known state of each flight.

import { make } from "./dom.ts";

export interface Departure {
  seq: number;
  /** When it happened, in ISO 8601. */
  at: string;
  /** Changes when the server restarts. */
  run: string;
  flight: string;
  destination: string;
  scheduled: string;
  expected: string | null;
  gate: string;
  status: string;
}

const ROWS = 12;
/** More changes than this at once are a replay, whose rows do not flash. */
const FLASHES = 2;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export class Board {
  readonly #body: HTMLElement;
  readonly #flights = new Map<string, Departure>();
  readonly #rows = new Map<string, HTMLTableRowElement>();
  readonly #changed = new Set<string>();

  constructor(body: HTMLElement) {
    this.#body = body;
  }

  show(departure: Departure): void {
    this.#flights.set(departure.flight, departure);
    // One drawing a frame, however many events a replay brings.
    if (this.#changed.size === 0) requestAnimationFrame(() => this.#draw());
    this.#changed.add(departure.flight);
  }

  /** As it is now, for a time without a network. */
  get flights(): Departure[] {
    return [...this.#flights.values()];
  }

  clear(): void {
    this.#flights.clear();
  }

  #draw(): void {
    const flights = [...this.#flights.values()].sort((a, b) => a.scheduled.localeCompare(b.scheduled));
    while (flights.length > ROWS) {
      const gone = flights.findIndex((flight) => flight.status === "Departed");
      const [removed] = flights.splice(Math.max(0, gone), 1);
      if (removed) this.#flights.delete(removed.flight);
    }
    const flash = this.#changed.size <= FLASHES;
    const rows = flights.map((flight) => {
      const known = this.#rows.get(flight.flight);
      if (known && !this.#changed.has(flight.flight)) return known;
      return rowOf(flight, flash);
    });
    this.#rows.clear();
    for (const [index, flight] of flights.entries()) {
      const row = rows[index];
      if (row) this.#rows.set(flight.flight, row);
    }
    this.#changed.clear();
    this.#place(rows);
  }

  /** Touches no row that is already in its place, or its flash would begin again. */
  #place(rows: HTMLTableRowElement[]): void {
    const wanted = new Set<Element>(rows);
    for (const row of [...this.#body.children]) if (!wanted.has(row)) row.remove();
    for (const [index, row] of rows.entries()) {
      const there = this.#body.children[index] ?? null;
      if (there !== row) this.#body.insertBefore(row, there);
    }
  }
}

function rowOf(departure: Departure, flash: boolean): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.setAttribute("data-status", departure.status);
  row.setAttribute("data-seq", String(departure.seq));
  row.classList.toggle("flash", flash);
  const [scheduled, to, gate, status] = ["td", "th", "td", "td"].map((name) => row.appendChild(make(name)));
  scheduled?.append(time.format(new Date(departure.scheduled)));
  to?.setAttribute("scope", "row");
  to?.append(departure.destination, " ", make("span", departure.flight));
  gate?.append(departure.gate);
  const late = departure.status === "Delayed" && departure.expected !== null;
  status?.append(late ? `Delayed ${time.format(new Date(departure.expected ?? ""))}` : departure.status);
  return row;
}
