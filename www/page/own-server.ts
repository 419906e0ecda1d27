// Any server that lets this page in: connects with the settings of a form, and writes the code to paste.

import { EventSource, type EventSourceInit, isTransient } from "eventsource-wasm";
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
  const show = () => setText(code, codeOf(settingsOf(form)));

  form.addEventListener("input", show);
  form.addEventListener("reset", (event) => {
    // It closes; what was typed stays.
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
      // The error event has told it.
    }
  });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent ?? "");
      setText(copy, "Copied");
    } catch {
      getSelection()?.selectAllChildren(code);
      setText(copy, "Selected: copy it");
    }
    setTimeout(() => setText(copy, "Copy"), 2000);
  });
  show();
}

interface Settings {
  url: string;
  header: string;
  value: string;
  cookies: boolean;
  heartbeat: boolean;
  transient: boolean;
  hidden: boolean;
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

/** A header's value may be a secret: the code asks for it. */
function codeOf({ url, header, cookies, heartbeat, transient, hidden }: Settings): string {
  const options = [
    cookies && "  withCredentials: true,",
    header &&
      `  headers: async () => ({ ${JSON.stringify(header)}: await token() }), // asked anew before each attempt`,
    heartbeat && '  heartbeatTimeout: "auto", // learns the rhythm of the server',
    transient && "  retry: { shouldRetry: isTransient }, // lives through 429, 502, 503 and such",
    hidden && "  openWhenHidden: false, // and back at once, with the last event ID",
  ].filter(Boolean);
  return [
    `import { EventSource${transient ? ", isTransient" : ""} } from "eventsource-wasm";`,
    "",
    `const source = new EventSource(${JSON.stringify(url)}${options.length > 0 ? ", {" : ");"}`,
    ...options,
    ...(options.length > 0 ? ["});"] : []),
    "source.onmessage = (event) => console.log(event.data);",
    "source.onerror = (event) => console.warn(event.message);",
  ].join("\n");
}
