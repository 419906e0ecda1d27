// An answer that arrives word by word, as those of language models do: POST { question } -> events, then [DONE].

import { WORD_INTERVAL, wordsFor } from "./llm-text.mjs";

/** The route's handler. */
export function answer({ body }, response) {
  const words = wordsFor(body?.question);
  if (!words) {
    return response.status(400).json({ error: "bad_question", message: "Ask something, in 200 characters at most." });
  }
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
  const writer = setInterval(() => {
    const word = words.shift();
    if (word !== undefined) {
      response.write(`data: ${JSON.stringify({ delta: `${word} ` })}\n\n`);
      return;
    }
    clearInterval(writer);
    response.end("data: [DONE]\n\n");
  }, WORD_INTERVAL);
  response.on("close", () => clearInterval(writer));
}
