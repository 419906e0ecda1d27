// The log of one source: its last events, and its last error.

import type { ServerSentEvent } from "../types/options.ts";
import type { Inspectable } from "./inspect.ts";
import type { Failure, Watcher } from "./watch.ts";

/** The maximum length of an event's kept data, in characters. */
const LONGEST = 1000;

export interface LoggedEvent {
  /** The time of arrival, in ms since 1970. */
  readonly time: number;
  readonly type: string;
  readonly lastEventId: string;
  /** The data, cut to the maximum length. */
  readonly data: string;
  /** The length of the whole data, in characters. */
  readonly length: number;
}

export interface LoggedFailure extends Failure {
  readonly time: number;
}

export class SourceLog implements Watcher {
  readonly capacity = 200;
  readonly url: string;
  /** The kept events, oldest first. The array is never changed, only replaced. */
  events: readonly LoggedEvent[] = [];
  /** The number of all events so far. */
  count = 0;
  connections = 0;
  lastEventTime: number | undefined;
  failure: LoggedFailure | undefined;
  readonly #source: WeakRef<Inspectable>;

  constructor(source: Inspectable) {
    this.#source = new WeakRef(source);
    this.url = source.url;
  }

  /** `undefined` if the source was collected. */
  get readyState(): number | undefined {
    return this.#source.deref()?.readyState;
  }

  opened(): void {
    this.connections++;
  }

  failed({ reason, message, willRetry, delay }: Failure): void {
    this.failure = { time: Date.now(), reason, message, willRetry, delay } as LoggedFailure;
  }

  arrived(events: readonly ServerSentEvent<string, unknown>[], count: number): void {
    const time = Date.now();
    this.count += count;
    this.lastEventTime = time;
    this.events = [...this.events, ...events.map((event) => logged(event, time))].slice(-this.capacity);
  }

  clear(): void {
    this.events = [];
  }
}

function logged({ type, lastEventId, data }: ServerSentEvent<string, unknown>, time: number): LoggedEvent {
  const text = String(data);
  return { time, type, lastEventId, data: text.slice(0, LONGEST), length: text.length };
}
