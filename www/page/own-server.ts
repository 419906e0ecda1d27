// Any server that allows this page’s origin: connects with the settings of a form, and shows code for a framework.

import { EventSource, type EventSourceInit, isTransient } from "eventsource-wasm";
import { codeFor, FRAMEWORKS, type Settings } from "./code-for.ts";
import { setText } from "./dom.ts";
import { addSource } from "./sources.ts";

const SHOWN = 50;
const STATES = ["CONNECTING", "OPEN", "CLOSED"];

export interface OwnPanel {
  form: HTMLFormElement;
  code: HTMLElement;
  events: HTMLElement;
  state: HTMLElement;
  copy: HTMLElement;
}

export function wireOwnServer({ form, code, events, state, copy }: OwnPanel): void {
  let source: EventSource | undefined;
  const say = (text: string) => {
    const item = document.createElement("li");
    item.textContent = text;
    events.prepend(item);
    while (events.childElementCount > SHOWN) events.lastElementChild?.remove();
  };
  const showState = () => {
    const text = STATES[source?.readyState ?? 2] ?? "";
    setText(state, text);
    state.dataset.state = text;
    state.hidden = !source;
  };
  const show = () => {
    const chosen = new FormData(form).get("framework");
    const framework = FRAMEWORKS.find((name) => name === chosen) ?? "vanilla";
    setText(code, codeFor(framework, settingsOf(form)));
  };

  form.addEventListener("input", show);
  form.addEventListener("reset", (event) => {
    // It closes the source; the inputs keep their values.
    event.preventDefault();
    source?.close();
    showState();
    say("Closed.");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    source?.close();
    events.replaceChildren();
    const settings = settingsOf(form);
    try {
      source = new EventSource(settings.url, initOf(settings));
    } catch (error) {
      source = undefined;
      showState();
      return say(String(error));
    }
    addSource(source);
    showState();
    source.addEventListener("open", () => {
      showState();
      say("Open.");
    });
    source.addEventListener("error", ({ message }) => {
      showState();
      say(message);
    });
    try {
      for await (const { type, data, lastEventId } of source.events()) {
        say(`${type}${lastEventId && ` #${lastEventId}`}: ${data.slice(0, 200)}`);
      }
    } catch {
      // The listener of "error" has shown it.
    }
  });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent ?? "");
      setText(copy, "Copied");
    } catch {
      getSelection()?.selectAllChildren(code);
      setText(copy, "Selected");
    }
    setTimeout(() => setText(copy, "Copy"), 2000);
  });
  show();
}

function settingsOf(form: HTMLFormElement): Settings {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  return {
    url: text("url"),
    header: text("header"),
    value: text("value"),
    cookies: data.has("cookies"),
    heartbeat: data.has("heartbeat"),
    transient: data.has("transient"),
    hidden: data.has("hidden"),
  };
}

function initOf({ header, value, cookies, heartbeat, transient, hidden }: Settings): EventSourceInit {
  return {
    withCredentials: cookies,
    ...(header && { headers: { [header]: value } }),
    ...(heartbeat && { heartbeatTimeout: "auto" as const }),
    ...(transient && { retry: { shouldRetry: isTransient } }),
    ...(hidden && { openWhenHidden: false }),
  };
}
