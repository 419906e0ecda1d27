// The laboratory's server: the same stream for several clients, and one fault that strikes them all.
//
//   POST    /lab              { fault } -> { id, lasts, every, strike, isFinal }  begins a run
//   GET     /lab/:id/:client  the stream of one client
//   GET     /lab/:id          { client: { requests: [{ at, status }], due } } what the server saw
//
// Each run has its own events, numbered from 1, with replay after Last-Event-ID. After the run, streams end,
// and later requests get a 204.

import { randomUUID } from "node:crypto";
import express from "express";
import { FAULTS, STRIKE } from "./lab-faults.mjs";

/** In ms: a run, and the time from one event to the next. */
const LASTS = 12_000;
const EVERY = 250;
/** The most recent runs that are stored. */
const MAX_RUNS = 50;
/** At most this many requests of a client are listed; the rest is only counted. */
const MAX_REQUESTS = 2000;

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "Authorization, Last-Event-ID, Cache-Control",
  "Access-Control-Max-Age": "600",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

export function createLab() {
  const runs = new Map();
  const lab = express.Router();

  lab.use((request, response, next) => {
    response.set(CORS);
    if (request.method === "OPTIONS") return response.status(204).end();
    next();
  });

  lab.post("/", (request, response) => {
    const { fault } = request.body ?? {};
    if (!Object.hasOwn(FAULTS, fault)) {
      return response.status(400).json({ error: "bad_fault", message: `fault is one of ${Object.keys(FAULTS)}.` });
    }
    const id = randomUUID();
    const { isFinal = false } = FAULTS[fault];
    runs.set(id, { fault: FAULTS[fault], started: Date.now(), clients: new Map() });
    if (runs.size > MAX_RUNS) runs.delete(runs.keys().next().value);
    response.json({ id, lasts: LASTS, every: EVERY, strike: STRIKE, isFinal });
  });

  lab.param("id", (request, response, next, id) => {
    request.run = runs.get(id);
    return request.run ? next() : response.status(404).json({ error: "no_run", message: "There is no such run." });
  });

  lab.get("/:id", ({ run }, response) => {
    const due = Math.floor(Math.min(LASTS, Date.now() - run.started) / EVERY);
    const clients = [...run.clients].map(([name, requests]) => [name, { requests, due }]);
    response.set("Cache-Control", "no-store").json(Object.fromEntries(clients));
  });

  lab.get("/:id/:client", (request, response) => {
    const { run, params } = request;
    const at = Date.now() - run.started;
    if (at >= LASTS) return response.status(204).end();
    const requests = run.clients.get(params.client) ?? [];
    run.clients.set(params.client, requests);
    const told = { at, status: 0 };
    if (requests.length < MAX_REQUESTS) requests.push(told);
    if (!run.fault.answer?.(request, response, at)) play(run, request, response, requests.length === 1);
    told.status = response.statusCode;
  });

  return lab;
}

/**
 * Sends a run's events to one client: those that it has missed, then each when it is due. The fault strikes who is here
 * when it does, and who comes for the first time after it, on a slow machine.
 */
function play({ fault, started }, request, response, isFirst) {
  const now = () => Date.now() - started;
  const stream = new Stream(response);
  response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
  stream.write(fault.hello ?? "retry: 500\n\n");
  // The polyfill sends it in the query.
  let sent = Number(request.get("last-event-id") ?? request.query.lastEventId) || 0;

  const beat = () => {
    while (sent < Math.floor(Math.min(LASTS, now()) / EVERY) && !stream.isOver) {
      sent += 1;
      const text = `id: ${sent}\ndata: ${sent}\n\n`;
      fault.write ? fault.write(stream, text, now()) : stream.write(text);
    }
    if (now() >= LASTS) stream.end();
  };
  const ticker = setInterval(beat, EVERY / 5);
  const isStruck = isFirst || now() < STRIKE;
  const striker = isStruck && setTimeout(() => fault.strike?.(stream), Math.max(0, STRIKE - now()));
  response.on("close", () => {
    clearInterval(ticker);
    clearTimeout(striker);
    stream.isOver = true;
  });
  beat();
}

/** One client's stream, and what can happen to it. */
class Stream {
  isOver = false;
  #response;
  #held = "";
  #dripping = Promise.resolve();
  #isMute = false;

  constructor(response) {
    this.#response = response;
  }

  write(text) {
    if (!this.isOver && !this.#isMute) this.#response.write(text);
    return this;
  }

  end() {
    if (this.isOver) return;
    this.isOver = true;
    this.#response.end();
  }

  cut() {
    this.isOver = true;
    this.#response.socket?.destroy();
  }

  /** Closes with an RST instead of a FIN, like crashed machines and some firewalls. */
  reset() {
    this.isOver = true;
    this.#response.socket?.resetAndDestroy();
  }

  mute() {
    this.#isMute = true;
  }

  /** So many ms for each byte; what comes later waits. */
  drip(text, pause) {
    const write = async () => {
      for (const piece of pause > 0 ? text : [text]) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        this.write(piece);
      }
    };
    this.#dripping = this.#dripping.then(write);
  }

  /** Holds events back, like a proxy that buffers. */
  hold(text, holds) {
    this.#held += text;
    if (!holds) {
      this.write(this.#held);
      this.#held = "";
    }
  }

  flood(count) {
    this.write("event: flood\ndata: x\n\n".repeat(count));
  }
}
