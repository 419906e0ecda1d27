// An answer that arrives word by word, as those of language models do: POST { question } -> events, then [DONE].

const WORD_EVERY = 70;
const WORDS =
  `A stream of server-sent events is a response that does not end. The server writes lines, the browser reads them
as they come, and a blank line says that an event is complete. When the connection breaks, the client comes back and names
the last event that it has seen. A question like yours is different: it was sent by POST, it may cost money, and to send it
twice is not the same as to send it once. So when this answer breaks off in the middle, the client says so, and does not
ask again unless you do.`.split(/\s+/);

/** The route's handler. */
export function answer({ body }, response) {
  const question = typeof body?.question === "string" ? body.question.trim() : "";
  if (question === "" || question.length > 200) {
    return response.status(400).json({ error: "bad_question", message: "Ask something, in 200 characters at most." });
  }
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
  const words = [...`You asked: “${question}”.`.split(/\s+/), ...WORDS];
  const writer = setInterval(() => {
    const word = words.shift();
    if (word !== undefined) {
      response.write(`data: ${JSON.stringify({ delta: `${word} ` })}\n\n`);
      return;
    }
    clearInterval(writer);
    response.end("data: [DONE]\n\n");
  }, WORD_EVERY);
  response.on("close", () => clearInterval(writer));
}
