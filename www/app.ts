// The demo's page: signs in, opens the stream, shows what comes and what happens to the connection.

import { EventSource } from "eventsource-wasm";
import { Board, type Departure } from "./board.ts";
import { startNative } from "./native.ts";
import { Pulse } from "./pulse.ts";
import { Tally } from "./tally.ts";
import { Timeline } from "./timeline.ts";
import { post, Tokens } from "./tokens.ts";

const STATES = ["CONNECTING", "OPEN", "CLOSED"];

const tokens = new Tokens();
const tally = new Tally();
const pulse = new Pulse(byId("rate"), byId("latency"));
const board = new Board(byId("board"));
const timeline = new Timeline(byId("timeline"));

let source: EventSource | undefined;
let native: globalThis.EventSource | undefined;
let run = "";
/** Whether the server was started anew since it last told that we caught up. */
let restarted = false;
let reconnects = 0;
let refreshes = 0;
/** What the screen says of the connection, and since when. */
let shown = { state: "", since: Date.now() };
/** When the connection broke, while it is broken. */
let brokenAt: number | undefined;
let nextTryAt: number | undefined;

// --- the connection ---

function connect(): void {
  tally.restart();
  brokenAt = undefined;
  nextTryAt = undefined;
  let opens = 0;
  try {
    source = new EventSource("/events", {
      headers: async () => ({ Authorization: `Bearer ${await freshToken()}` }),
    });
  } catch (error) {
    timeline.add({ kind: "closed", title: "The EventSource could not be made", text: String(error) });
    return;
  }

  source.addEventListener("open", () => {
    opens += 1;
    if (opens > 1) reconnects += 1;
    const away = brokenAt === undefined ? "" : `After ${seconds(Date.now() - brokenAt)} without a connection.`;
    timeline.add({ kind: "open", title: opens > 1 ? "Open again" : "Open", text: away });
    brokenAt = undefined;
    nextTryAt = undefined;
    render();
  });

  source.addEventListener("departure", (event) => {
    const departure: Departure = JSON.parse(event.data);
    if (departure.run !== run) startRun(departure.run);
    tally.count(departure.seq);
    pulse.event(departure.at);
    board.show(departure);
    setText("last-event-id", event.lastEventId);
    renderFigures();
  });

  // The server says how much of its log it has just replayed.
  source.addEventListener("caught-up", (event) => {
    const { replayed } = JSON.parse(event.data);
    pulse.forget();
    const [title, text] =
      opens > 1 && !restarted
        ? [`Caught up: ${plural(replayed, "event")}`, "Sent meanwhile, replayed after the last event ID."]
        : ["Board filled", `${plural(replayed, "event")} from the server’s log.`];
    timeline.add({ kind: "note", title, text });
    restarted = false;
  });

  source.addEventListener("error", ({ reason, status, attempt, willRetry, delay, message }) => {
    // A token with which no connection could be opened is not to be trusted, whatever the clock says.
    if (shown.state !== "OPEN") tokens.forget();
    brokenAt ??= Date.now();
    nextTryAt = willRetry ? Date.now() + delay : undefined;
    timeline.add({
      kind: willRetry ? "retry" : "closed",
      title: willRetry ? "Interrupted" : "Closed for good",
      text: message,
      facts: { reason, status, attempt, willRetry, delay },
    });
    render();
  });
  render();
}

async function freshToken(): Promise<string> {
  const before = refreshes;
  const token = await tokens.fresh();
  if (refreshes === before) {
    timeline.add({
      kind: "token",
      title: "Token reused",
      text: `Good for ${seconds(tokens.secondsLeft * 1000)} more.`,
    });
  }
  return token;
}

tokens.addEventListener("refreshed", () => {
  refreshes += 1;
  timeline.add({ kind: "token", title: "Token refreshed", text: `The new one is good for ${tokens.lifetime} s.` });
  renderFigures();
});

/** The server was started anew: its numbers have nothing to do with the ones before. */
function startRun(id: string): void {
  if (run !== "") {
    timeline.add({ kind: "note", title: "The server was restarted", text: "Its sequence numbers begin anew." });
    tally.restart();
    board.clear();
    restarted = true;
  }
  run = id;
}

// --- buttons ---

onClick("drop", async () => {
  timeline.add({ kind: "action", title: "You dropped the connection" });
  await post("/fault/drop", {});
});

onClick("expire", async () => {
  timeline.add({ kind: "action", title: "You expired the token" });
  const token = tokens.current;
  tokens.forget();
  await post("/fault/expire", {}, token);
});

onClick("revoke", async () => {
  timeline.add({ kind: "action", title: "You revoked the token", text: "The page takes it for good." });
  await post("/fault/expire", {}, tokens.current);
});

onClick("close", () => {
  source?.close();
  nextTryAt = undefined;
  timeline.add({ kind: "closed", title: "You closed the connection", text: "close() stops it at once and for good." });
  render();
  byId("reconnect").focus();
});

onClick("reconnect", () => {
  timeline.add({ kind: "action", title: "You opened a new connection", text: "It counts gaps anew." });
  connect();
  byId("close").focus();
});

onClick("native-retry", openNative);

function onClick(id: string, action: () => void | Promise<void>): void {
  byId(id).addEventListener("click", async () => {
    try {
      await action();
    } catch (error) {
      timeline.add({ kind: "note", title: "That did not work", text: messageOf(error) });
    }
    render();
  });
}

function openNative(): void {
  native?.close();
  native = startNative("/events", {
    state: byId("native-state"),
    received: byId("native-received"),
    error: byId("native-error"),
  });
}

// --- the laboratory, which brings the other clients along ---

byId("lab-faults").addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  const fault = button?.dataset.fault;
  if (!fault) return;
  for (const each of byId("lab-faults").querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each === button));
  }
  byId("lab").hidden = false;
  const { run } = await import("./lab.ts");
  try {
    await run(fault, byId("lab-rows"), byId("lab-summary"));
  } catch (error) {
    setText("lab-summary", messageOf(error));
  }
});

// --- the page's own life, since it explains much of a connection's ---

document.addEventListener("visibilitychange", () => {
  timeline.add({ kind: "note", title: document.visibilityState === "hidden" ? "Page hidden" : "Page visible again" });
});
addEventListener("offline", () => timeline.add({ kind: "note", title: "The browser says: offline" }));
addEventListener("online", () => timeline.add({ kind: "note", title: "The browser says: online" }));

// --- the screen ---

function render(): void {
  const state = STATES[source?.readyState ?? 2] ?? "";
  if (state !== shown.state) {
    shown = { state, since: Date.now() };
    const badge = byId("state");
    badge.textContent = state;
    badge.setAttribute("data-state", state);
    byId("close").hidden = state === "CLOSED";
    byId("reconnect").hidden = state !== "CLOSED";
  }
  renderFigures();
  renderClocks();
}

function renderFigures(): void {
  setText("received", tally.received);
  setText("lost", tally.lost);
  setText("duplicated", tally.duplicated);
  setText("reconnects", reconnects);
  setText("token-refreshes", refreshes);
  byId("lost").classList.toggle("wrong", tally.lost > 0);
  byId("duplicated").classList.toggle("wrong", tally.duplicated > 0);
}

function renderClocks(): void {
  setText("since", span(Date.now() - shown.since));
  const left = tokens.secondsLeft;
  setText("token-left", left > 0 ? `${Math.ceil(left)} s` : "expired");
  byId("token-gauge").style.scale = `${tokens.lifetime > 0 ? left / tokens.lifetime : 0} 1`;
  const wait = nextTryAt === undefined ? undefined : nextTryAt - Date.now();
  byId("for").hidden = wait !== undefined;
  setText("next", wait === undefined ? "" : wait > 0 ? `next try in ${seconds(wait)}` : "trying now");
}

function setText(id: string, value: string | number): void {
  const element = byId(id);
  const text = String(value);
  if (element.textContent !== text) element.textContent = text;
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}

function span(ms: number): string {
  const total = Math.floor(ms / 1000);
  return total < 60 ? `${total} s` : `${Math.floor(total / 60)} min ${total % 60} s`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`No element #${id}`);
  return element;
}

// --- signing in ---

async function signIn(name: string): Promise<void> {
  await tokens.signIn(name);
  timeline.add({ kind: "token", title: `Signed in as ${name}`, text: `The token is good for ${tokens.lifetime} s.` });
  byId("sign-in").hidden = true;
  byId("dashboard").hidden = false;
  openNative();
  connect();
  setInterval(render, 200);
  await showMore();
}

/** What is further down is loaded once the board is there. */
async function showMore(): Promise<void> {
  const { showMarket, wireAnswer, wireOwnServer } = await import("./more.ts");
  showMarket(byId("market"), tokens).catch((error) => {
    timeline.add({ kind: "closed", title: "The market is closed", text: messageOf(error) });
  });
  wireAnswer(form("ask"), byId("answer"), byId("answer-status"), tokens);
  wireOwnServer(form("own"), byId("own-code"), byId("own-events"));
}

function form(id: string): HTMLFormElement {
  return byId(id) as HTMLFormElement;
}

byId("sign-in-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = byId("sign-in-form").querySelector("button");
  const input = byId("name");
  if (!(input instanceof HTMLInputElement) || !button) return;
  button.disabled = true;
  try {
    await signIn(input.value.trim());
    byId("connection-title").focus({ preventScroll: true });
  } catch (error) {
    setText("sign-in-error", `Not signed in: ${messageOf(error)}`);
  } finally {
    button.disabled = false;
  }
});

// For tests and for those in a hurry: /?auto
if (new URLSearchParams(location.search).has("auto")) {
  signIn("Ada").catch((error) => setText("sign-in-error", `Not signed in: ${messageOf(error)}`));
}
