// The laboratory: one fault, several clients, the same server. Loaded when somebody presses a fault, so that the page
// itself stays small.

import { CLIENTS, type Client } from "./lab-clients.ts";
import { Lane } from "./lab-lane.ts";
import { post } from "./tokens.ts";

interface Run {
  id: string;
  lasts: number;
  every: number;
}

type Seen = Record<string, { requests: { at: number; status: number }[]; due: number }>;

let stopLast = () => {};

/** Shows a run in the table's body until it is over. */
export async function run(fault: string, body: HTMLElement, summary: HTMLElement): Promise<void> {
  stopLast();
  delete body.dataset.over;
  const settings = (await post("/lab", { fault })) as Run;
  const began = performance.now();
  const rows = CLIENTS.map((client) => new Row(client, settings, began));
  body.replaceChildren(...rows.map(({ element }) => element));
  summary.textContent = "Running for 12 seconds.";
  const ticker = setInterval(() => {
    for (const row of rows) row.tick();
  }, 100);
  const poll = setInterval(async () => {
    const seen: Seen = await (await fetch(`/lab/${settings.id}`)).json();
    for (const row of rows) row.see(seen);
  }, 500);
  const stop = () => {
    clearInterval(ticker);
    clearInterval(poll);
    clearTimeout(end);
    for (const row of rows) row.stop();
  };
  const end = setTimeout(() => {
    stop();
    summary.textContent = rows.map((row) => row.sentence).join(" ");
    body.dataset.over = "true";
  }, settings.lasts + 500);
  delete body.dataset.over;
  stopLast = stop;
}

/** Browsers allow six connections for a host: the other name of this machine has six of its own. */
function elsewhere(path: string): string {
  const url = new URL(path, location.href);
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
  readonly #end: () => void;
  #twice = 0;
  #others = 0;
  #due = 0;
  #requests = 0;
  #isStopped = false;

  constructor(client: Client, { id, lasts }: Run, began: number) {
    this.#client = client;
    this.#lane = new Lane(lasts, began);
    const head = document.createElement("th");
    head.scope = "row";
    head.append(client.name, Object.assign(document.createElement("small"), { textContent: client.version }));
    const drawing = cell("what");
    drawing.append(this.#lane.element);
    this.#cells = {
      received: cell("number"),
      missing: cell("number"),
      twice: cell("number"),
      requests: cell("number"),
      said: cell("said"),
    };
    this.element.append(head, drawing, ...Object.values(this.#cells));
    this.element.dataset.client = client.name;

    // A token that was given out before the fault is void after it.
    const token = () => (performance.now() - began < 1900 ? "old" : "new");
    this.#end = client.start(elsewhere(`/lab/${id}/${encodeURIComponent(client.version)}`), token, {
      open: () => this.#lane.begin("open"),
      event: (id) => this.#count(id),
      other: () => {
        this.#others += 1;
      },
      error: (text, isFinal) => this.#fail(text, isFinal),
    });
  }

  get sentence(): string {
    const { name } = this.#client;
    return `${name}: ${this.#ids.size} of ${this.#due} events, ${this.#twice} twice, ${this.#requests} requests.`;
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
    if (this.#isStopped) return;
    this.#lane.begin(isFinal ? "closed" : "waiting");
    this.#cells.said.textContent = text;
    this.#cells.said.title = text;
  }

  #show(): void {
    const missing = Math.max(0, this.#due - this.#ids.size);
    const others = this.#others > 0 ? ` + ${this.#others.toLocaleString("en")}` : "";
    this.#cells.received.textContent = `${this.#ids.size}${others}`;
    this.#cells.missing.textContent = String(missing);
    this.#cells.missing.classList.toggle("bad", missing > 4);
    this.#cells.twice.textContent = String(this.#twice);
    this.#cells.twice.classList.toggle("bad", this.#twice > 0);
    this.#cells.requests.textContent = String(this.#requests);
    this.#cells.requests.classList.toggle("bad", this.#requests > 15);
  }
}

function cell(className: string): HTMLElement {
  return Object.assign(document.createElement("td"), { className });
}
