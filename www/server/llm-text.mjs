// The answer to every question, word by word, as a language model sends it.

const WORDS =
  `A stream of Server-Sent Events is an HTTP response that does not end. The server writes lines, the browser reads them as
they arrive, and a blank line completes an event. When the connection breaks, the client reconnects and sends the ID of the
last event that it has received. A POST is different: it may cost money or have an effect, so the client does not repeat it
automatically. If this answer breaks off, the client reports an error, and you decide whether to ask again.`.split(
    /\s+/,
  );

/** In ms, between two words. */
export const WORD_INTERVAL = 70;

/** The words, or `undefined` for an invalid question. */
export function wordsFor(question) {
  const asked = typeof question === "string" ? question.trim() : "";
  return asked === "" || asked.length > 200 ? undefined : [...`You asked: “${asked}”.`.split(/\s+/), ...WORDS];
}
