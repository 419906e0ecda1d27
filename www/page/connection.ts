// The main stream of the page. It reports each change of state.

import { EventSource, type EventSourceErrorEvent } from "eventsource-wasm";
import { init } from "./api.ts";
import type { Departure } from "./board.ts";
import { addSource } from "./sources.ts";
import type { Tokens } from "./tokens.ts";

/** `away` has no connection although nothing failed: the page is hidden or frozen. */
export type State = "connecting" | "open" | "waiting" | "away" | "closed";
export type Role = "alone" | "leads" | "follows";

export interface Choice {
  /** One connection for all tabs. */
  shared: boolean;
  /** No connection while the page is hidden. */
  letsGo: boolean;
}

export interface Hear {
  state(state: State): void;
  /** `again`: not the first time. `away`: for how many ms there was no connection, if it broke. */
  opened(again: boolean, away: number | undefined): void;
  departure(departure: Departure, lastEventId: string): void;
  caughtUp(replayed: number, again: boolean): void;
  failed(error: EventSourceErrorEvent): void;
  role(role: Role): void;
}

export class Connection {
  state: State = "closed";
  since = Date.now();
  nextTryAt: number | undefined;
  source: EventSource | undefined;
  readonly #tokens: Tokens;
  readonly #token: () => Promise<string>;
  readonly #hear: Hear;
  #brokenAt: number | undefined;
  #role: Role = "alone";

  /** `token` is asked before each attempt. */
  constructor(tokens: Tokens, token: () => Promise<string>, hear: Hear) {
    this.#tokens = tokens;
    this.#token = token;
    this.#hear = hear;
  }

  /** Throws what the constructor throws. */
  open(name: string, { shared, letsGo }: Choice): void {
    this.source?.close();
    this.#brokenAt = undefined;
    let opens = 0;
    // Only the tab that leads is asked for headers.
    let wasAsked = false;
    const source = new EventSource("events", {
      ...init(),
      ...(shared && { shared: name }),
      headers: async () => {
        wasAsked = true;
        this.#become("connecting");
        return { Authorization: `Bearer ${await this.#token()}` };
      },
      openWhenHidden: !letsGo,
      readErrorBody: true,
    });
    this.source = source;
    addSource(source);
    this.#become("connecting");

    source.addEventListener("open", () => {
      opens += 1;
      const away = this.#brokenAt === undefined ? undefined : Date.now() - this.#brokenAt;
      this.#brokenAt = undefined;
      this.#become("open");
      this.#play(!shared ? "alone" : wasAsked ? "leads" : "follows");
      wasAsked = false;
      this.#hear.opened(opens > 1, away);
    });
    source.addEventListener("departure", ({ data, lastEventId }) => {
      this.#hear.departure(JSON.parse(String(data)), lastEventId);
    });
    // The server says how much of its log it has just replayed.
    source.addEventListener("caught-up", ({ data }) => {
      this.#hear.caughtUp(JSON.parse(String(data)).replayed, opens > 1);
    });
    source.addEventListener("error", (error) => {
      // A token that did not open a connection is not used again.
      if (this.state !== "open") this.#tokens.forget();
      this.#brokenAt ??= Date.now();
      this.#become(error.willRetry ? "waiting" : "closed", error.willRetry ? Date.now() + error.delay : undefined);
      this.#hear.failed(error);
    });
  }

  close(): void {
    this.source?.close();
    this.#become("closed");
  }

  /** Call it from time to time: no event reports that a hidden page closed its connection, or that the leading tab is gone. */
  look(): void {
    if (this.state === "open" && this.source?.readyState === 0) this.#become("away");
  }

  #become(state: State, nextTryAt?: number): void {
    this.nextTryAt = nextTryAt;
    if (state === this.state) return;
    this.state = state;
    this.since = Date.now();
    this.#hear.state(state);
  }

  #play(role: Role): void {
    if (role === this.#role) return;
    this.#role = role;
    this.#hear.role(role);
  }
}
