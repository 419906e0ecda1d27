// Sends a question by POST, and shows the answer word by word.

import { EventSource } from "eventsource-wasm";
import { init } from "./api.ts";
import { setText } from "./dom.ts";
import { addSource } from "./sources.ts";
import type { Tokens } from "./tokens.ts";

export function wireAnswer(form: HTMLFormElement, output: HTMLElement, status: HTMLElement, tokens: Tokens): void {
  let source: EventSource | undefined;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    source?.close();
    output.textContent = "";
    setText(status, "Asking.");
    const question = new FormData(form).get("question");
    source = new EventSource("answer", {
      ...init(),
      method: "POST",
      body: JSON.stringify({ question }),
      headers: async () => ({ Authorization: `Bearer ${await tokens.fresh()}`, "Content-Type": "application/json" }),
      reconnect: "on-error",
      readErrorBody: true,
    });
    addSource(source);
    source.addEventListener("message", ({ data }) => {
      setText(status, data === "[DONE]" ? "Answered." : "Answering.");
      if (data === "[DONE]") source?.close();
      else output.append(JSON.parse(data).delta);
    });
    source.addEventListener("error", ({ message, body }) => {
      setText(status, messageIn(body) ?? message);
    });
  });

  form.addEventListener("reset", (event) => {
    // Stops the answer and keeps the question.
    event.preventDefault();
    source?.close();
    setText(status, "You stopped it.");
  });
}

/** The server's message, if there is one. */
function messageIn(body: string | undefined): string | undefined {
  try {
    return JSON.parse(body ?? "").message;
  } catch {
    return undefined;
  }
}
