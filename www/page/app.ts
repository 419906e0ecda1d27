// The demo's page: signs in, opens the stream, fills the screen, wires the buttons.

import { wireLab } from "../lab/panel.ts";
import { cacheBoard, cachedBoard, cachePage } from "../offline/offline-cache.ts";
import { Announcer } from "../timeline/announce.ts";
import { StateLanes } from "../timeline/state-lanes.ts";
import { Story } from "../timeline/story.ts";
import { Timeline } from "../timeline/timeline.ts";
import { isWithoutServer, NoServer, post, Refused, useLocalServer } from "./api.ts";
import { Board } from "./board.ts";
import { Connection, type State } from "./connection.ts";
import { byId, form, messageOf, seconds, setText, span } from "./dom.ts";
import { LossCounter } from "./loss-counter.ts";
import { startNative } from "./native.ts";
import { wireOwnServer } from "./own-server.ts";
import { watchPage } from "./page-lifecycle.ts";
import { RateMeter } from "./rate-meter.ts";
import { wireSignIn } from "./sign-in.ts";
import { inspectAll } from "./sources.ts";
import { Tokens } from "./tokens.ts";

/** The standard has three states. A source that waits or is suspended is connecting. */
const READY: Record<State, string> = {
  connecting: "CONNECTING",
  open: "OPEN",
  waiting: "CONNECTING",
  away: "CONNECTING",
  closed: "CLOSED",
};
const CACHE_EVERY = 5000;

const tokens = new Tokens();
const losses = new LossCounter();
const rates = new RateMeter(byId("rate"), byId("latency"));
const board = new Board(byId("board"));
const story = new Story(
  new Timeline(byId("timeline")),
  new StateLanes(byId("lanes")),
  new Announcer(byId("announcer")),
);

let native: globalThis.EventSource | undefined;
let name = "";
let run = "";
/** True if the server restarted since the last "caught-up". */
let restarted = false;
let reconnects = 0;
let refreshes = 0;

// --- the connection ---

const connection = new Connection(tokens, freshToken, {
  state(state) {
    story.state(state);
    render();
  },
  opened(again, away) {
    if (again) reconnects += 1;
    story.opened(again, away);
    render();
  },
  departure(departure, lastEventId) {
    if (departure.run !== run) startRun(departure.run);
    losses.count(departure.seq);
    rates.event(departure.at);
    story.event();
    board.show(departure);
    setText(byId("last-event-id"), lastEventId);
    renderFigures();
  },
  caughtUp(replayed, again) {
    rates.forget();
    story.caughtUp(replayed, again && !restarted);
    restarted = false;
    setText(byId("board-note"), "A simulated airport in time lapse: one event a second.");
  },
  failed: (error) => story.failed(error),
  role: (role) => story.role(role),
});

function connect(): void {
  losses.restart();
  const isOn = (id: string) => (byId(id) as HTMLInputElement).checked;
  try {
    connection.open(name, { shared: isOn("shared"), letsGo: isOn("lets-go") });
  } catch (error) {
    story.couldNotOpen(error);
  }
  render();
}

async function freshToken(): Promise<string> {
  const before = refreshes;
  const token = await tokens.fresh();
  if (refreshes === before) story.reused(tokens);
  return token;
}

tokens.addEventListener("refreshed", () => {
  refreshes += 1;
  story.refreshed(tokens);
  renderFigures();
});
tokens.addEventListener("forgotten", () => story.tokenForgotten());

/** The server restarted: its numbers are not comparable with earlier ones. */
function startRun(id: string): void {
  board.clear();
  if (run !== "") {
    story.note("The server was restarted", "Its sequence numbers start again.");
    losses.restart();
    restarted = true;
  }
  run = id;
}

function openNative(): void {
  native?.close();
  const panel = { state: byId("native-state"), received: byId("native-received"), error: byId("native-error") };
  native = startNative("events", panel, (state) => story.native(state));
}

// --- buttons ---

onClick("drop", async () => {
  story.did("You dropped the connection");
  await post("fault/drop", {});
});

onClick("expire", async () => {
  story.did("You expired the token");
  const token = tokens.current;
  tokens.forget();
  await post("fault/expire", {}, token);
});

onClick("revoke", async () => {
  story.did("You revoked the token", "The page does not know.");
  await post("fault/expire", {}, tokens.current);
});

onClick("close", () => {
  connection.close();
  story.closed();
  byId("reconnect").hidden = false;
  byId("reconnect").focus();
});

onClick("reconnect", () => {
  story.did("You opened a new connection", "Lost events are counted from here.");
  connect();
  byId("close").focus();
});

onClick("native-retry", openNative);

onClick("inspect", async () => {
  await inspectAll();
  byId("inspect").hidden = true;
});

byId("lets-go").addEventListener("change", () => {
  story.did("You opened a new connection", "With another value of openWhenHidden.");
  connect();
});

byId("shared").addEventListener("change", async () => {
  await import("eventsource-wasm/shared");
  story.did("You opened a new connection", "With another value of shared.");
  connect();
});

function onClick(id: string, action: () => void | Promise<void>): void {
  byId(id).addEventListener("click", async () => {
    try {
      await action();
    } catch (error) {
      story.note("That did not work", messageOf(error));
    }
    render();
  });
}

wireLab();

// --- the screen ---

function render(): void {
  connection.look();
  const state = READY[connection.state];
  const badge = byId("state");
  setText(badge, state);
  badge.setAttribute("data-state", state);
  byId("close").hidden = state === "CLOSED";
  byId("reconnect").hidden = state !== "CLOSED";
  renderFigures();
  renderClocks();
}

function renderFigures(): void {
  setText(byId("received"), losses.received);
  setText(byId("lost"), losses.lost);
  setText(byId("duplicated"), losses.duplicated);
  setText(byId("reconnects"), reconnects);
  setText(byId("token-refreshes"), refreshes);
  byId("lost").classList.toggle("wrong", losses.lost > 0);
  byId("duplicated").classList.toggle("wrong", losses.duplicated > 0);
}

function renderClocks(): void {
  setText(byId("since"), span(Date.now() - connection.since));
  const left = tokens.secondsLeft;
  setText(byId("token-left"), left > 0 ? `${Math.ceil(left)} s` : "expired");
  byId("token-gauge").style.scale = `${tokens.lifetime > 0 ? left / tokens.lifetime : 0} 1`;
  const wait = connection.nextTryAt === undefined ? undefined : connection.nextTryAt - Date.now();
  byId("for").hidden = wait !== undefined;
  setText(byId("next"), wait === undefined ? "" : wait > 0 ? `next try in ${seconds(wait)}` : "trying now");
}

// --- signing in ---

async function signIn(asked: string): Promise<void> {
  name = asked;
  try {
    await signInSomewhere();
    story.signedIn(name, tokens);
  } catch (error) {
    if (error instanceof Refused) throw error;
    showCachedBoard();
  }
  byId("sign-in").hidden = true;
  byId("ours-live").hidden = false;
  byId("dashboard").hidden = false;
  watchPage((state, at) => story.page(state, at));
  connect();
  setInterval(render, 200);
  const cache = () => run !== "" && cacheBoard(board.flights);
  setInterval(cache, CACHE_EVERY);
  addEventListener("pagehide", cache);
  loadLazyParts().catch((error) => story.note("The rest of the page did not load", messageOf(error)));
}

/** Signs in to the demo's server, or to the one within the page. */
async function signInSomewhere(): Promise<void> {
  try {
    await tokens.signIn(name);
  } catch (error) {
    if (!(error instanceof NoServer)) throw error;
    const { createLocalServer } = await import("../offline/local-server.ts");
    useLocalServer(createLocalServer());
    byId("without-server").hidden = false;
    await tokens.signIn(name);
  }
}

/** Shows the stored board until the server can be reached. */
function showCachedBoard(): void {
  const cached = cachedBoard();
  story.note("The server cannot be reached", "The stream opens as soon as the server can be reached.");
  const time = cached && new Date(cached.at).toLocaleTimeString("en-GB");
  const note = `The server cannot be reached. ${time ? `This is the board of ${time}.` : "The board fills when the server can be reached."}`;
  setText(byId("board-note"), note);
  for (const departure of cached?.flights ?? []) board.show(departure);
}

/** Loads the lower parts of the page after the board. */
async function loadLazyParts(): Promise<void> {
  const more = await import("./lazy.ts");
  const shared = isWithoutServer() ? {} : await more.sharedBy(name);
  more.showMarket(byId("market"), tokens, shared).catch((error) => {
    story.note("The market cannot be shown", messageOf(error));
  });
  more.showSensors(byId("sensors"), byId("alerts"), shared);
  more.wireAnswer(form("ask"), byId("answer"), byId("answer-status"), tokens);
}

wireSignIn(signIn);

openNative();

wireOwnServer({
  form: form("own"),
  code: byId("own-code"),
  events: byId("own-events"),
  state: byId("own-state"),
  copy: byId("own-copy"),
});

// Before the scripts of a form are loaded, submitting it must not reload the page.
addEventListener("submit", (event) => event.preventDefault());

addEventListener("load", async () => {
  if (await cachePage()) setText(byId("offline"), "This page also opens without a network.");
});

// Signs in without a click: /?auto
if (new URLSearchParams(location.search).has("auto")) {
  signIn("Ada").catch((error) => setText(byId("sign-in-error"), `Not signed in: ${messageOf(error)}`));
}
