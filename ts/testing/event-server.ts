// A server of event streams without a network, for tests: it provides a `fetch`, and the test controls it.

import { noConnection, noVirtualTime } from "../errors/messages.ts";
import { field, type SentEvent, textOf } from "./event-text.ts";
import { settle } from "./settle.ts";
import { VirtualTime } from "./virtual-time.ts";

export type { SentEvent };

/** The response to a request. */
export type MockResponse = Response | ((request: Request) => Response | Promise<Response>);

export interface EventServerOptions {
  /**
   * Whether the time is virtual and moves by `advance` only: that of `setTimeout`, `setInterval`, `performance.now` and
   * `Date` of the global scope, until the server's `close`. Default `false`.
   */
  virtualTime?: boolean;
}

/**
 * Creates a server. It answers each request with an event stream that stays open, unless `respond`, `unauthorized` or
 * `refuse` applies.
 */
export function createEventServer(options: EventServerOptions = {}): EventServer {
  return new EventServer(options);
}

/**
 * A server of event streams without a network. Its methods act in order on all open streams, and each promise resolves when
 * the sources have processed the effect.
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

  /** For the option `fetch`, or to replace the global one. */
  readonly fetch = async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    // The signal of another library's DOM may have a different class.
    const { signal, ...rest } = init;
    signal?.throwIfAborted();
    const request = new Request(url, rest);
    this.requests.push(request);
    const answer = this.#answers.shift() ?? (() => this.#stream(signal));
    return Promise.race([typeof answer === "function" ? answer(request) : answer, abortOf(signal)]);
  };

  /** The number of open streams. */
  get connections(): number {
    return this.#streams.size;
  }

  /** Sends an event, or data only. Like the other methods that send, it rejects if no stream is open. */
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

  /** Ends the streams cleanly. */
  end(): Promise<void> {
    return this.#cut((stream) => stream.close());
  }

  /** Breaks the connections, like a lost network. */
  drop(): Promise<void> {
    return this.#cut((stream) => stream.error(new TypeError("network error")));
  }

  /**
   * Sets the response to the next request that has none yet. It may be a promise; while that is pending, so is the request.
   */
  respond(answer: MockResponse): void {
    this.#answers.push(answer);
  }

  /** Answers the next request with 401. */
  unauthorized(): void {
    this.respond(new Response(null, { status: 401 }));
  }

  /** Lets the next request fail, as if there were no server. */
  refuse(): void {
    this.respond(() => Promise.reject(new TypeError("network error")));
  }

  /** Waits for pending effects, for example a request that was just sent. */
  settle(): Promise<void> {
    return this.#inTurn(() => {});
  }

  /** Advances the time, with `virtualTime`: timers fire in order, and the effects of each come before the next. */
  async advance(ms: number): Promise<void> {
    if (!this.#time) {
      throw new Error(noVirtualTime());
    }
    await this.#time.advance(ms, () => this.settle());
  }

  /** Ends all streams, and restores the clocks. */
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

  /** Runs after all earlier calls and their effects. */
  #inTurn(act: () => void | Promise<void>): Promise<void> {
    const done = this.#last.then(act).then(settle);
    this.#last = done.catch(() => {});
    return done;
  }
}

function abortOf(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}
