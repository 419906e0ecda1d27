// The beginning of the body of a response that is no stream: an API's own words about what is wrong.

/** Bytes and ms. */
const MOST = 64 << 10;
const PATIENCE = 5000;

/** On the response itself: entries are files of their own, and share no other state. */
const BODY = Symbol.for("eventsource-wasm body");

export function errorBodyOf(response: object | undefined): string | undefined {
  return response && Reflect.get(response, BODY);
}

export function setErrorBody(response: object, text: string | undefined): void {
  Reflect.set(response, BODY, text);
}

/** Reads it, if this response will be refused; what takes too long, or breaks off, is as much as there is. */
export async function keepErrorBody(response: Response): Promise<void> {
  const isStream = /^\s*text\/event-stream\s*(;|$)/i.test(response.headers.get("Content-Type") ?? "");
  if (!response.body || (response.status === 200 && isStream)) {
    return;
  }
  const reader = response.body.getReader();
  const timer = setTimeout(() => reader.cancel(), PATIENCE);
  const decoder = new TextDecoder();
  let [text, left] = ["", MOST];
  try {
    for (let chunk = await reader.read(); !chunk.done && left > 0; chunk = await reader.read()) {
      text += decoder.decode(chunk.value.subarray(0, left), { stream: true });
      left -= chunk.value.length;
    }
  } catch {
    // What came before is kept.
  }
  clearTimeout(timer);
  reader.cancel().catch(() => {});
  setErrorBody(response, text);
}
