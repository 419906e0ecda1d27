// What the demo has to say to a question, word by word, as language models have it.

const WORDS =
  `A stream of server-sent events is a response that does not end. The server writes lines, the browser reads them
as they come, and a blank line says that an event is complete. When the connection breaks, the client comes back and names
the last event that it has seen. A question like yours is different: it was sent by POST, it may cost money, and to send it
twice is not the same as to send it once. So when this answer breaks off in the middle, the client says so, and does not
ask again unless you do.`.split(/\s+/);

/** Milliseconds from one to the next. */
export const WORD_INTERVAL = 70;

/** The words, or nothing if that is no question. */
export function wordsFor(question) {
  const asked = typeof question === "string" ? question.trim() : "";
  return asked === "" || asked.length > 200 ? undefined : [...`You asked: “${asked}”.`.split(/\s+/), ...WORDS];
}
