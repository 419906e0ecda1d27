// The server's log of events, and their text.

/** One block of the event stream. */
export function formatEvent({ id, event, data, retry }) {
  let block = "";
  if (id !== undefined) block += `id: ${id}\n`;
  if (event !== undefined) block += `event: ${event}\n`;
  if (retry !== undefined) block += `retry: ${retry}\n`;
  for (const line of data?.split(/\r\n|\r|\n/) ?? []) block += `data: ${line}\n`;
  return `${block}\n`;
}

/** The remaining events of one request: those after its last event ID. An unknown ID starts from the first event. */
export class Replay {
  #events;
  #position;

  constructor(events, lastEventId) {
    this.#events = events;
    this.#position = lastEventId === null ? 0 : events.findLastIndex(({ id }) => id === lastEventId) + 1;
  }

  /** The next `count` events as text; `overlap` first repeats some, as servers do that are not sure which arrived. */
  take({ count = Number.POSITIVE_INFINITY, overlap = 0 }) {
    const from = Math.max(0, this.#position - overlap);
    const taken = this.#events.slice(from, this.#position + count);
    this.#position = from + taken.length;
    return taken.map(formatEvent).join("");
  }
}
