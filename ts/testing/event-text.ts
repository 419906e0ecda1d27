// Serialises events: the inverse of the HTML standard's "parsing an event stream".

/** An event as a server sends it. */
export interface SentEvent {
  /** The event's type. Default `message`. */
  event?: string;
  /** The data, which may have several lines. Without it the event only sets the last event ID. */
  data?: string;
  id?: string;
}

export function textOf(event: SentEvent | string): string {
  const {
    event: type,
    data,
    id,
  } = typeof event === "string" ? { event: undefined, data: event, id: undefined } : event;
  return `${field("event", type)}${field("id", id)}${field("data", data)}\n`;
}

/** Writes a line for each line of the value. */
export function field(name: string, value: string | undefined): string {
  const lines = value?.split(/\r\n|\r|\n/) ?? [];
  return lines.map((line) => `${name}: ${line}\n`).join("");
}
