// Reports what happens to the connection, in a drawing to scale and in words with the cause of each change.

import type { EventSourceErrorEvent } from "eventsource-wasm";
import type { Role, State } from "../page/connection.ts";
import { plural, seconds } from "../page/dom.ts";
import type { PageState } from "../page/page-lifecycle.ts";
import type { Tokens } from "../page/tokens.ts";
import type { Announcer } from "./announce.ts";
import type { Lane, StateLanes } from "./state-lanes.ts";
import type { Timeline } from "./timeline.ts";

const PAGE: Record<PageState, string> = {
  visible: "The page is visible again",
  hidden: "The page is hidden",
  frozen: "The page is frozen",
  offline: "The browser is offline",
  asleep: "The computer was asleep",
};
const ROLES: Record<Role, string> = {
  alone: "This tab has its own connection",
  leads: "This tab leads: its connection serves all tabs",
  follows: "This tab follows: it listens to another tab’s connection",
};

export class Story {
  readonly #timeline: Timeline;
  readonly #announcer: Announcer;
  readonly #ours: Lane;
  readonly #native: Lane;
  readonly #token: Lane;
  readonly #page: Lane;
  readonly #tabs: Lane;

  constructor(timeline: Timeline, lanes: StateLanes, announcer: Announcer) {
    this.#timeline = timeline;
    this.#announcer = announcer;
    this.#ours = lanes.add("ours", "eventsource-wasm");
    this.#native = lanes.add("native", "Browser’s own");
    this.#token = lanes.add("token", "Access token");
    this.#page = lanes.add("page", "This page");
    this.#tabs = lanes.add("tabs", "Tabs");
    this.#page.begin("visible");
    this.#tabs.begin("alone");
  }

  state(state: State): void {
    this.#ours.begin(state);
    if (state === "open") this.#announcer.say("Connected.");
    if (state === "closed") this.#announcer.say("Closed for good.");
    if (state === "waiting") this.#announcer.say("Interrupted. It reconnects automatically.");
  }

  native(state: string): void {
    this.#native.begin(state.toLowerCase());
  }

  event(): void {
    this.#ours.mark("event");
  }

  opened(again: boolean, away: number | undefined): void {
    const text = away === undefined ? "" : `After ${seconds(away)} without a connection.`;
    this.#timeline.add({ kind: "open", title: again ? "Open again" : "Open", text });
  }

  caughtUp(replayed: number, isReplay: boolean): void {
    const [title, text] = isReplay
      ? [`Caught up: ${plural(replayed, "event")}`, "Missed events, replayed after the last event ID."]
      : ["Board filled", `${plural(replayed, "event")} from the server’s log.`];
    this.#timeline.add({ kind: "note", title, text });
  }

  failed(error: EventSourceErrorEvent): void {
    const { willRetry, delay, message } = error;
    if (willRetry) this.#ours.plan("waiting", Date.now() + delay);
    this.#ours.mark("error");
    this.#timeline.add({
      kind: willRetry ? "retry" : "closed",
      title: willRetry ? "Interrupted" : "Closed for good",
      text: message,
      error,
    });
  }

  couldNotOpen(error: unknown): void {
    this.#timeline.add({ kind: "closed", title: "The EventSource could not be created", text: String(error) });
  }

  signedIn(name: string, tokens: Tokens): void {
    this.#goodUntil(tokens);
    this.#timeline.add({
      kind: "token",
      title: `Signed in as ${name}`,
      text: `The token is valid for ${tokens.lifetime} s.`,
    });
  }

  refreshed(tokens: Tokens): void {
    this.#goodUntil(tokens);
    this.#timeline.add({
      kind: "token",
      title: "Token refreshed",
      text: `The new one is valid for ${tokens.lifetime} s.`,
    });
  }

  reused(tokens: Tokens): void {
    const text = `Valid for ${seconds(tokens.secondsLeft * 1000)} more.`;
    this.#timeline.add({ kind: "token", title: "Token reused", text });
  }

  tokenForgotten(): void {
    this.#token.begin("");
  }

  page(state: PageState, at: number): void {
    this.#page.begin(state, at);
    this.#timeline.add({ kind: "page", title: PAGE[state] });
  }

  role(role: Role): void {
    this.#tabs.begin(role);
    this.#timeline.add({ kind: "note", title: ROLES[role] });
  }

  did(title: string, text = ""): void {
    this.#timeline.add({ kind: "action", title, text });
  }

  closed(): void {
    this.#timeline.add({
      kind: "closed",
      title: "You closed the connection",
      text: "close() is final.",
    });
  }

  note(title: string, text = ""): void {
    this.#timeline.add({ kind: "note", title, text });
  }

  /** Ends the bar of the previous token where this one begins. */
  #goodUntil(tokens: Tokens): void {
    this.#token.begin("");
    this.#token.begin("good");
    this.#token.plan("good", Date.now() + tokens.secondsLeft * 1000);
  }
}
