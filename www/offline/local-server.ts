// A small version of the demo's server within the page, for hosts of static files. The client's option `fetch` calls it.
// The streams are real ReadableStreams. Without a network there is no laboratory.

import { Airport } from "../server/flights.mjs";
import { WORD_INTERVAL, wordsFor } from "../server/llm-text.mjs";
import { createPrices } from "../server/prices.mjs";
import { createSensors } from "../server/sensor-values.mjs";

const LIFETIME = 30;
const LOG_SIZE = 1000;
const HISTORY = 40;

interface Happening {
  type: string;
  data: unknown;
}

/** The stream of one reader. */
class Stream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(onGone: () => void) {
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#controller = undefined;
        onGone();
      },
    });
  }

  write(text: string): void {
    this.#controller?.enqueue(this.#encoder.encode(text));
  }

  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }

  cut(): void {
    this.#controller?.error(new TypeError("network error"));
    this.#controller = undefined;
  }
}

/** Events that all readers get, and that are replayed after a last event ID. */
class Feed {
  readonly #log: { id: number; text: string }[] = [];
  readonly #streams = new Map<Stream, string>();
  readonly #next: () => Happening;
  readonly #hello: (missed: number) => string;
  #id = 0;

  constructor(next: () => Happening, every: number, hello: (missed: number) => string = () => "") {
    this.#next = next;
    this.#hello = hello;
    for (let count = 0; count < HISTORY; count += 1) this.#happen();
    setInterval(() => this.#happen(), every);
  }

  get streams(): [Stream, string][] {
    return [...this.#streams];
  }

  open(token: string, { headers, signal }: RequestInit): Response {
    const stream: Stream = new Stream(() => this.#streams.delete(stream));
    signal?.addEventListener("abort", () => this.forget(stream));
    const lastEventId = new Headers(headers).get("Last-Event-ID");
    const seen = Number(lastEventId);
    const missed = this.#log.filter(({ id }) => id > (seen > 0 && seen <= this.#id ? seen : this.#id - HISTORY));
    stream.write(`retry: 1000\n\n${missed.map(({ text }) => text).join("")}${this.#hello(missed.length)}`);
    this.#streams.set(stream, token);
    return new Response(stream.body, { headers: { "Content-Type": "text/event-stream" } });
  }

  forget(stream: Stream): void {
    this.#streams.delete(stream);
  }

  #happen(): void {
    this.#id += 1;
    const { type, data } = this.#next();
    const text = `event: ${type}\nid: ${this.#id}\ndata: ${JSON.stringify(data)}\n\n`;
    this.#log.push({ id: this.#id, text });
    if (this.#log.length > LOG_SIZE) this.#log.shift();
    for (const [stream] of this.#streams) stream.write(text);
  }
}

/** A `fetch` that this server answers. */
export function createLocalServer(): (url: string, init?: RequestInit) => Promise<Response> {
  const airport = new Airport();
  const run = crypto.randomUUID();
  let seq = 0;
  const departure = () => {
    seq += 1;
    return { type: "departure", data: { seq, run, at: new Date().toISOString(), ...airport.next() } };
  };
  const caughtUp = (replayed: number) => `event: caught-up\ndata: {"replayed":${replayed}}\n\n`;
  const departures = new Feed(departure, 1000, caughtUp);
  const prices = new Feed(createPrices(), 400);
  const sensors = new Feed(createSensors(), 400);
  /** Token -> when it expires. */
  const tokens = new Map<string, number>();

  const revoke = (token: string) => {
    tokens.delete(token);
    const own = departures.streams.filter(([, theirs]) => theirs === token);
    for (const [stream] of own) {
      departures.forget(stream);
      stream.end();
    }
    return json({ ended: own.length });
  };
  const grant = () => {
    const accessToken = crypto.randomUUID();
    tokens.set(accessToken, Date.now() + LIFETIME * 1000);
    setTimeout(revoke, LIFETIME * 1000, accessToken);
    return json({ accessToken, expiresIn: LIFETIME, refreshToken: "within the page" });
  };
  const drop = () => {
    const all = departures.streams;
    for (const [stream] of all) {
      departures.forget(stream);
      stream.cut();
    }
    return json({ dropped: all.length });
  };

  return async (url, init = {}) => {
    const headers = new Headers(init.headers);
    const token = headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    const path = new URL(url, location.href).pathname.split("/").at(-1);
    init.signal?.throwIfAborted();
    if (path === "login" || path === "token") return grant();
    if (path === "drop") return drop();
    if (path === "sensors") return sensors.open("", init);
    if (!((tokens.get(token) ?? 0) > Date.now())) return json({ message: "The access token is not valid." }, 401);
    if (path === "expire") return revoke(token);
    if (path === "events") return departures.open(token, init);
    if (path === "market") return prices.open(token, init);
    if (path === "answer") return answer(JSON.parse(String(init.body)).question);
    return json({ message: "There is nothing here." }, 404);
  };
}

function json(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}

function answer(question: unknown): Response {
  const words = wordsFor(question);
  if (!words) return json({ message: "Ask something, in 200 characters at most." }, 400);
  const stream = new Stream(() => clearInterval(writer));
  const writer = setInterval(() => {
    const word = words.shift();
    stream.write(`data: ${word === undefined ? "[DONE]" : JSON.stringify({ delta: `${word} ` })}\n\n`);
    if (word !== undefined) return;
    clearInterval(writer);
    stream.end();
  }, WORD_INTERVAL);
  return new Response(stream.body, { headers: { "Content-Type": "text/event-stream" } });
}
