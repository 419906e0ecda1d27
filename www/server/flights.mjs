// An airport in time lapse: each call of `next()` is one thing that happened to one flight.

const DESTINATIONS = [
  "Amsterdam",
  "Athens",
  "Bergen",
  "Bogotá",
  "Cape Town",
  "Dakar",
  "Edinburgh",
  "Hanoi",
  "Istanbul",
  "Kraków",
  "Lima",
  "Lisbon",
  "Málaga",
  "Montréal",
  "Nairobi",
  "Osaka",
  "Porto",
  "Reykjavík",
  "São Paulo",
  "Seoul",
  "Tbilisi",
  "Valletta",
  "Wellington",
  "Zürich",
];
const AIRLINES = ["AV", "KO", "NB", "RW", "SX", "TL"];
const STEPS = ["Scheduled", "Check-in", "Go to gate", "Boarding", "Last call", "Departed"];
const MINUTE = 60_000;

const below = (bound) => Math.floor(Math.random() * bound);
const gate = () => `${"ABCD"[below(4)]}${1 + below(28)}`;

export class Airport {
  #size;
  #flights = [];
  #departures;

  constructor({ size = 10, now = Date.now() } = {}) {
    this.#size = size;
    this.#departures = Math.ceil(now / (5 * MINUTE)) * 5 * MINUTE;
  }

  /** The flight that changed, as it now is. */
  next() {
    if (this.#flights.length < this.#size) return { ...this.#announce() };
    // The earliest flights move most, so that the board empties from the top.
    const index = Math.floor(Math.random() ** 2 * this.#flights.length);
    const flight = this.#flights[index];
    const step = STEPS.indexOf(flight.status);
    if (step >= 0 && step < 3 && Math.random() < 0.08) {
      flight.status = "Delayed";
      flight.expected = new Date(Date.parse(flight.scheduled) + (10 + 5 * below(8)) * MINUTE).toISOString();
    } else if (step >= 0 && step < 3 && Math.random() < 0.06) {
      flight.status = "New gate";
      flight.gate = gate();
    } else {
      flight.status = step < 0 ? "Go to gate" : STEPS[step + 1];
    }
    if (flight.status === "Departed") this.#flights.splice(index, 1);
    return { ...flight };
  }

  #announce() {
    const taken = new Set(this.#flights.map((flight) => flight.flight));
    let number;
    do number = `${AIRLINES[below(AIRLINES.length)]} ${100 + below(900)}`;
    while (taken.has(number));
    this.#departures += 5 * (1 + below(2)) * MINUTE;
    const flight = {
      flight: number,
      destination: DESTINATIONS[below(DESTINATIONS.length)],
      scheduled: new Date(this.#departures).toISOString(),
      expected: null,
      gate: gate(),
      status: "Scheduled",
    };
    this.#flights.push(flight);
    return flight;
  }
}
