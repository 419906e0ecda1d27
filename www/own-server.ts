// Any server that lets this page in: connects with the settings of a form, and writes the code to paste.

import { EventSource, isTransient } from "eventsource-wasm";

const SHOWN = 50;

export function wireOwnServer(form: HTMLFormElement, code: HTMLElement, list: HTMLElement): void {
  let source: EventSource | undefined;
  const say = (text: string) => {
    const item = document.createElement("li");
    item.textContent = text;
    list.prepend(item);
    while (list.childElementCount > SHOWN) list.lastElementChild?.remove();
  };
  const show = () => {
    code.textContent = codeOf(settingsOf(form));
  };

  form.addEventListener("input", show);
  form.addEventListener("reset", () => {
    source?.close();
    say("Closed.");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    source?.close();
    list.replaceChildren();
    const { url, header, value, heartbeat, transient } = settingsOf(form);
    try {
      source = new EventSource(url, {
        ...(header && { headers: { [header]: value } }),
        ...(heartbeat && { heartbeatTimeout: "auto" as const }),
        ...(transient && { retry: { shouldRetry: isTransient } }),
      });
    } catch (error) {
      return say(String(error));
    }
    source.addEventListener("open", () => say("Open."));
    source.addEventListener("error", ({ message }) => say(message));
    try {
      for await (const { type, data, lastEventId } of source.events()) {
        say(`${type}${lastEventId && ` #${lastEventId}`}: ${data.slice(0, 200)}`);
      }
    } catch {
      // The error event has told it.
    }
  });
  show();
}

interface Settings {
  url: string;
  header: string;
  value: string;
  heartbeat: boolean;
  transient: boolean;
}

function settingsOf(form: HTMLFormElement): Settings {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  return {
    url: text("url"),
    header: text("header"),
    value: text("value"),
    heartbeat: data.has("heartbeat"),
    transient: data.has("transient"),
  };
}

/** A header's value may be a secret: the code asks for it. */
function codeOf({ url, header, heartbeat, transient }: Settings): string {
  const options = [
    header &&
      `  headers: async () => ({ ${JSON.stringify(header)}: await token() }), // asked anew before each attempt`,
    heartbeat && '  heartbeatTimeout: "auto", // learns the rhythm of the server',
    transient && "  retry: { shouldRetry: isTransient }, // lives through 429, 502, 503 and such",
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
