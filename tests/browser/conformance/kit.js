// What a check works with: sources that are closed when it ends, scenarios, waiting, assertions.

import { scenarioClient } from "../../support/scenario-server/client.mjs";
import { runWithin } from "./contexts.js";

export class Kit {
  /** What a check that never ends waits for. */
  waitsFor = "nothing that it has named";
  #endings = [];

  constructor({ EventSource, isTransient, which, scope, origin }) {
    this.EventSource = EventSource;
    this.isTransient = isTransient;
    this.which = which;
    this.scope = scope;
    /** The origin of the page, of the worker and of scenarios' `url`. */
    this.origin = origin;
    // By another name of the host: streams may hold all connections that a browser opens to one.
    const client = scenarioClient(origin.replace("127.0.0.1", "localhost"));
    this.server = { create: (script) => this.#create(client, script) };
  }

  atEnd(act) {
    this.#endings.push(act);
  }

  /** All of it, even if some of it fails. */
  async end() {
    const outcomes = await Promise.allSettled(this.#endings.reverse().map(async (act) => act()));
    const failed = outcomes.find(({ status }) => status === "rejected");
    if (failed) {
      throw failed.reason;
    }
  }

  // --- Scenarios and sources ---

  /** Cut when the check ends: Firefox keeps the connection of a redirected fetch until its next byte comes. */
  async #create(client, script) {
    const scenario = await client.create(script);
    this.atEnd(() => scenario.cut("reset"));
    return scenario;
  }

  /** A scenario of these responses; see the server's README. */
  responses(...responses) {
    return this.server.create({ responses });
  }

  /** A scenario of one response with these steps, that then stays open. */
  stream(...steps) {
    return this.responses({
      body: [...steps.map((step) => (typeof step === "string" ? { write: step } : step)), HOLD],
    });
  }

  /** A source of the class under test, closed when the check ends. */
  open(...args) {
    const source = new this.EventSource(...args);
    this.atEnd(() => source.close());
    return source;
  }

  /** A source that goes nowhere, for checks of the object itself. */
  idle(init) {
    return this.open(`${this.origin}/nowhere`, init);
  }

  /** Runs a function in a new context (contexts.js) with `EventSource` and `given`; gives what it returns. */
  within(kind, work, given) {
    return this.waiting(`the ${kind} context`, runWithin(kind, work, given, this));
  }

  // --- Waiting ---

  waiting(what, promise) {
    this.waitsFor = what;
    return promise;
  }

  /** The next event of a type. */
  next(source, type) {
    const event = new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));
    return this.waiting(`the event ${JSON.stringify(type)}`, event);
  }

  /** A growing list of `[type, data, lastEventId, readyState]`. */
  record(source, types = ["open", "message", "error"]) {
    const seen = [];
    for (const type of types) {
      source.addEventListener(type, (event) => seen.push([type, event.data, event.lastEventId, source.readyState]));
    }
    return seen;
  }

  /** The next events, as they came, until there are so many; `types` are those that count. */
  take(source, count, types = ["message"]) {
    const events = [];
    const all = new Promise((resolve) => {
      for (const type of types) {
        source.addEventListener(type, (event) => events.push(event) === count && resolve(events));
      }
    });
    return this.waiting(`${count} events of ${types.join(", ")}`, all);
  }

  pause(ms) {
    return this.waiting(`${ms} ms`, new Promise((resolve) => setTimeout(resolve, ms)));
  }

  async eventually(holds, what) {
    this.waitsFor = what;
    while (!(await holds())) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  // --- Assertions ---

  ok(value, what) {
    if (!value) {
      throw new Error(what);
    }
  }

  equal(actual, expected, what = "value") {
    if (!Object.is(actual, expected)) {
      throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`);
    }
  }

  /** The same as JSON. */
  same(actual, expected, what = "value") {
    if (show(actual) !== show(expected)) {
      throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`);
    }
  }

  /** `expected` is a constructor such as TypeError, the name of a DOMException, or the very value. */
  throws(act, expected, what = "the call") {
    let thrown;
    try {
      act();
    } catch (error) {
      thrown = [error];
    }
    if (!thrown) {
      throw new Error(`${what}: nothing was thrown`);
    }
    const [error] = thrown;
    if (typeof expected === "string") {
      this.ok(error instanceof DOMException && error.name === expected, `${what}: threw ${show(error)}`);
    } else if (typeof expected === "function") {
      this.equal(error?.constructor, expected, `${what}: what was thrown`);
    } else {
      this.equal(error, expected, `${what}: what was thrown`);
    }
  }
}

export const HOLD = { hold: true };

function show(value) {
  if (typeof value === "function") {
    return `function ${value.name}`;
  }
  if (typeof value === "symbol" || value instanceof Error) {
    return String(value);
  }
  return JSON.stringify(value, (_key, inner) => (inner === undefined ? "(undefined)" : inner));
}
