// What is known of one source: its last events, and its last error.

import type { ServerSentEvent } from "../types/options.ts";
import type { Inspectable } from "./inspect.ts";
import type { Failure, Watcher } from "./watch.ts";

/** The most characters of an event's data that are kept. */
const LONGEST = 1000;

export interface LoggedEvent {
  /** When it arrived, in ms since 1970. */
  readonly time: number;
  readonly type: string;
  readonly lastEventId: string;
  /** The beginning of the data, if there was more. */
  readonly data: string;
  /** Of the whole data, in characters. */
  readonly length: number;
}

export interface LoggedFailure extends Failure {
  readonly time: number;
}

export class SourceLog implements Watcher {
  readonly capacity = 200;
  readonly url: string;
  /** Those that were kept, oldest first: never changed, but replaced. */
  events: readonly LoggedEvent[] = [];
  /** How many there were in all. */
  count = 0;
  connections = 0;
  lastEventTime: number | undefined;
  failure: LoggedFailure | undefined;
  readonly #source: WeakRef<Inspectable>;

  constructor(source: Inspectable) {
    this.#source = new WeakRef(source);
    this.url = source.url;
  }

  /** `undefined` when the source was collected. */
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
