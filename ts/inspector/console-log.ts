// Logs a source's events to the console.

import type { ServerSentEvent } from "../types/options.ts";
import * as texts from "./texts.ts";
import type { Failure, Watcher } from "./watch.ts";

export class ConsoleLog implements Watcher {
  readonly capacity = Number.POSITIVE_INFINITY;
  readonly #name: string;

  constructor(url: string) {
    this.#name = texts.shortUrl(url);
  }

  opened(): void {
    console.log(this.#name, texts.OPENED);
  }

  failed(failure: Failure): void {
    console.warn(this.#name, texts.failure(failure));
  }

  arrived(events: readonly ServerSentEvent<string, unknown>[]): void {
    for (const { type, lastEventId, data } of events) {
      console.log(this.#name, type, data, ...(lastEventId ? [texts.id(lastEventId)] : []));
    }
  }
}
