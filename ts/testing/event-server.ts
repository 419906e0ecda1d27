// A server of event streams without a network, for tests: it gives a `fetch`, and does what the test says.

import { noConnection, noVirtualTime } from "../errors/messages.ts";
import { field, type SentEvent, textOf } from "./event-text.ts";
import { settle } from "./settle.ts";
import { VirtualTime } from "./virtual-time.ts";

export type { SentEvent };

/** What a request is answered with. */
export type MockResponse = Response | ((request: Request) => Response | Promise<Response>);

export interface EventServerOptions {
  /**
   * Whether time stands still, until `advance`: `setTimeout`, `setInterval`, `performance.now` and `Date` of the global
   * scope, until the server's `close`. Default `false`.
   */
  virtualTime?: boolean;
}

/**
 * Makes a server. Each request is answered by an event stream that stays open, unless `respond`, `unauthorized` or
 * `refuse` has said otherwise for it.
 */
export function createEventServer(options: EventServerOptions = {}): EventServer {
  return new EventServer(options);
}

/**
 * A server of event streams without a network. What it is told it does in order, for all open streams, and each promise
 * resolves when the sources have heard of it.
 */
export class EventServer {
  /** All requests so far. */
  readonly requests: Request[] = [];
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  readonly #answers: MockResponse[] = [];
  readonly #time: VirtualTime | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor({ virtualTime }: EventServerOptions) {
    this.#time = virtualTime ? new VirtualTime() : undefined;
  }

  /** For the option `fetch`, or in place of the global one. */
  readonly fetch = async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    // The signal of another library's DOM may not be this platform's.
    const { signal, ...rest } = init;
    signal?.throwIfAborted();
    const request = new Request(url, rest);
    this.requests.push(request);
    const answer = this.#answers.shift() ?? (() => this.#stream(signal));
    return Promise.race([typeof answer === "function" ? answer(request) : answer, abortOf(signal)]);
  };

  /** How many streams are open. */
  get connections(): number {
    return this.#streams.size;
  }

  /** Sends an event, or its data alone. Rejects, as all sending does, if no stream is open. */
  send(event: SentEvent | string): Promise<void> {
    return this.#write(textOf(event));
  }

  /** Sends a comment, as servers do to keep a connection alive. */
  comment(text = ""): Promise<void> {
    return this.#write(field("", text));
  }

  /** Sends the reconnection time. */
  retry(ms: number): Promise<void> {
    return this.#write(field("retry", `${ms}`));
  }

  /** Ends the streams in good order. */
  end(): Promise<void> {
    return this.#cut((stream) => stream.close());
  }

  /** Cuts the connections, as a lost network does. */
  drop(): Promise<void> {
    return this.#cut((stream) => stream.error(new TypeError("network error")));
  }

  /**
   * Answers the next request so, which no earlier call has answered. An answer may be a promise, and a request whose
   * answer never comes stays pending.
   */
  respond(answer: MockResponse): void {
    this.#answers.push(answer);
  }

  /** Answers the next request by 401. */
  unauthorized(): void {
    this.respond(new Response(null, { status: 401 }));
  }

  /** The next request finds no server. */
  refuse(): void {
    this.respond(() => Promise.reject(new TypeError("network error")));
  }

  /** Lets what was caused happen, a request that is on its way for example. */
  settle(): Promise<void> {
    return this.#inTurn(() => {});
  }

  /** Lets time pass, with `virtualTime`: timers fire in order, and each has its consequences before the next. */
  async advance(ms: number): Promise<void> {
    if (!this.#time) {
      throw new Error(noVirtualTime());
    }
    await this.#time.advance(ms, () => this.settle());
  }

  /** Ends all streams, and gives the clocks back. */
  async close(): Promise<void> {
    await this.end();
    this.#time?.restore();
  }

  #stream(signal: AbortSignal | null | undefined): Response {
    let close: () => boolean;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.#streams.add(stream);
        close = () => this.#streams.delete(stream);
        signal?.addEventListener("abort", () => close() && stream.error(signal.reason));
      },
      cancel: () => void close(),
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }

  #write(text: string): Promise<void> {
    return this.#inTurn(async () => {
      await settle();
      if (this.#streams.size === 0) {
        throw new Error(noConnection());
      }
      const bytes = new TextEncoder().encode(text);
      for (const stream of this.#streams) {
        stream.enqueue(bytes);
      }
    });
  }

  #cut(end: (stream: ReadableStreamDefaultController<Uint8Array>) => void): Promise<void> {
    return this.#inTurn(() => {
      this.#streams.forEach(end);
      this.#streams.clear();
    });
  }

  /** After all that was said before, and what it caused. */
  #inTurn(act: () => void | Promise<void>): Promise<void> {
    const done = this.#last.then(act).then(settle);
    this.#last = done.catch(() => {});
    return done;
  }
}

function abortOf(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}
