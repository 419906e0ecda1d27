// Events as text: HTML standard, "parsing an event stream", the other way round.

/** An event as a server sends it. */
export interface SentEvent {
  /** The event's type. Without one it is a `message`. */
  event?: string;
  /** Text, line by line. Without it the event only sets the last event ID. */
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

/** A line for each line of the value. */
export function field(name: string, value: string | undefined): string {
  const lines = value?.split(/\r\n|\r|\n/) ?? [];
  return lines.map((line) => `${name}: ${line}\n`).join("");
}
