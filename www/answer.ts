// A question by POST, and the answer word by word.

import { EventSource } from "eventsource-wasm";
import type { Tokens } from "./tokens.ts";

export function wireAnswer(form: HTMLFormElement, output: HTMLElement, status: HTMLElement, tokens: Tokens): void {
  let source: EventSource | undefined;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    source?.close();
    output.textContent = "";
    status.textContent = "Asking.";
    const question = new FormData(form).get("question");
    source = new EventSource("/answer", {
      method: "POST",
      body: JSON.stringify({ question }),
      headers: async () => ({ Authorization: `Bearer ${await tokens.fresh()}`, "Content-Type": "application/json" }),
      reconnect: "on-error",
      readErrorBody: true,
    });
    source.addEventListener("message", ({ data }) => {
      status.textContent = data === "[DONE]" ? "Answered." : "Answering.";
      if (data === "[DONE]") source?.close();
      else output.append(JSON.parse(data).delta);
    });
    source.addEventListener("error", ({ message, body }) => {
      status.textContent = body ? JSON.parse(body).message : message;
    });
  });

  form.addEventListener("reset", () => {
    source?.close();
    status.textContent = "You stopped it.";
  });
}
