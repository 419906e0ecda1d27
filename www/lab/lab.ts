// The laboratory: one fault, several clients, the same server. Loaded when somebody presses a fault, so that the page
// itself stays small.

import { post } from "../page/api.ts";
import { make, setText } from "../page/dom.ts";
import { CLIENTS, type Client } from "./clients.ts";
import { Lane } from "./lane.ts";
import { judge, MANY } from "./verdict.ts";

interface Run {
  id: string;
  lasts: number;
  every: number;
  /** When the fault strikes. */
  strike: number;
  /** True if the server asks clients not to reconnect. */
  isFinal: boolean;
}

type Seen = Record<string, { requests: { at: number; status: number }[]; due: number }>;

let stopLast = () => {};

/** Shows a run in the table's body until it ends. */
export async function run(fault: string, body: HTMLElement, summary: HTMLElement): Promise<void> {
  stopLast();
  delete body.dataset.over;
  const settings = await post<Run>("lab", { fault });
  const began = performance.now();
  const rows = CLIENTS.map((client) => new Row(client, settings, began));
  body.replaceChildren(...rows.map(({ element }) => element));
  setText(summary, `Running for ${settings.lasts / 1000} seconds.`);
  const ticker = setInterval(() => {
    for (const row of rows) row.tick();
  }, 100);
  const look = async () => {
    try {
      const seen: Seen = await (await fetch(`lab/${settings.id}`)).json();
      for (const row of rows) row.see(seen);
    } catch {
      // The next poll reports it.
    }
  };
  const looker = setInterval(look, 500);
  const stop = () => {
    clearInterval(ticker);
    clearInterval(looker);
    clearTimeout(end);
    for (const row of rows) row.stop();
  };
  const end = setTimeout(async () => {
    await look();
    if (stopLast !== stop) return;
    stop();
    setText(summary, rows.map((row) => row.sentence).join(" "));
    body.dataset.over = "true";
  }, settings.lasts + 500);
  stopLast = stop;
}

/**
 * Browsers allow six connections for a host. The other name of this machine has six of its own, for the clients from npm
 * and ours; the browser's own stays here.
 */
function addressOf(path: string, { version }: Client): string {
  const url = new URL(path, location.href);
  if (version === "native") return url.href;
  const other: Record<string, string> = { localhost: "127.0.0.1", "127.0.0.1": "localhost" };
  url.hostname = other[url.hostname] ?? url.hostname;
  return url.href;
}

/** One client of a run. */
class Row {
  readonly element = document.createElement("tr");
  readonly #client: Client;
  readonly #lane: Lane;
  readonly #ids = new Set<string>();
  readonly #cells: Record<"received" | "missing" | "twice" | "requests" | "said", HTMLElement>;
  readonly #verdict = make("span", "", "verdict");
  readonly #isFinal: boolean;
  readonly #lasts: number;
  readonly #end: () => void;
  #twice = 0;
  #others = 0;
  #due = 0;
  #requests = 0;
  #isStopped = false;

  constructor(client: Client, { id, lasts, strike, isFinal }: Run, began: number) {
    this.#client = client;
    this.#isFinal = isFinal;
    this.#lasts = lasts;
    this.#lane = new Lane(lasts, began, strike);
    const head = document.createElement("th");
    head.scope = "row";
    head.append(client.name, make("small", client.version), this.#verdict);
    const drawing = make("td", "", "what");
    drawing.append(this.#lane.element);
    this.#cells = {
      received: number("Received"),
      missing: number("Missing"),
      twice: number("Duplicates"),
      requests: number("Requests"),
      said: make("td", "", "said"),
    };
    this.element.append(head, drawing, ...Object.values(this.#cells));
    this.element.dataset.client = client.name;

    // A token that was given out before the fault is void after it.
    const token = () => (performance.now() - began < strike - 100 ? "old" : "new");
    this.#end = client.start(addressOf(`lab/${id}/${encodeURIComponent(client.version)}`, client), token, {
      open: () => this.#lane.begin("open"),
      event: (id) => this.#count(id),
      other: () => {
        this.#others += 1;
      },
      error: (text, isFinal) => this.#fail(text, isFinal),
    });
  }

  get sentence(): string {
    return `${this.#client.name}: ${this.#verdict.textContent}.`;
  }

  tick(): void {
    this.#lane.grow();
    this.#show();
  }

  see(seen: Seen): void {
    const mine = seen[this.#client.version];
    if (!mine || this.#isStopped) return;
    this.#due = mine.due;
    for (const { at, status } of mine.requests.slice(this.#requests)) this.#lane.request(at, status);
    this.#requests = mine.requests.length;
  }

  stop(): void {
    this.#isStopped = true;
    this.#end();
    this.#show();
    const { text, isGood } = judge({
      missing: this.#missing,
      twice: this.#twice,
      requests: this.#requests,
      phase: this.#lane.phase,
      isFinal: this.#isFinal,
    });
    setText(this.#verdict, text);
    this.#verdict.classList.add(isGood ? "good" : "bad");
  }

  get #missing(): number {
    return Math.max(0, this.#due - this.#ids.size);
  }

  #count(id: string): void {
    if (this.#isStopped) return;
    const isFirst = !this.#ids.has(id);
    this.#ids.add(id);
    this.#twice += isFirst ? 0 : 1;
    this.#lane.begin("open");
    this.#lane.event(isFirst);
  }

  #fail(text: string, isFinal: boolean): void {
    // The end of the run is not a fault.
    if (this.#isStopped || this.#lane.now > this.#lasts - 250) return;
    this.#lane.begin(isFinal ? "closed" : "waiting");
    setText(this.#cells.said, text);
    this.#cells.said.title = text;
  }

  #show(): void {
    const { received, missing, twice, requests } = this.#cells;
    setText(received, `${this.#ids.size}${this.#others > 0 ? ` + ${this.#others.toLocaleString("en")}` : ""}`);
    setText(missing, this.#missing);
    setText(twice, this.#twice);
    setText(requests, this.#requests);
    missing.classList.toggle("bad", this.#missing > 4);
    twice.classList.toggle("bad", this.#twice > 0);
    requests.classList.toggle("bad", this.#requests > MANY);
  }
}

/** A cell with its heading, for phones, which show no columns. */
function number(head: string): HTMLElement {
  const cell = make("td", "", "number");
  cell.dataset.head = head;
  return cell;
}
