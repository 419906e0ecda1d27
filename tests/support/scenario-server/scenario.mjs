// One scenario: selects the response of each request, and runs its script step by step.

import { Replay } from "./events.mjs";
import { head } from "./head.mjs";
import { Log } from "./log.mjs";
import { Signals } from "./signals.mjs";

export class Scenario {
  log = new Log();
  signals = new Signals();
  #script;
  #places;
  #served = 0;
  #exchanges = new Set();

  /** @param {Record<string, string>} places the values of `{first}`, `{second}` and `{id}` in a redirect */
  constructor(script, places) {
    this.#script = script;
    this.#places = places;
  }

  async serve(exchange, body) {
    const { kind, name, response } = this.#choose(exchange.request);
    const entry = this.log.arrival(kind, exchange, body, name);
    this.#exchanges.add(exchange);
    const closed = () => {
      this.#exchanges.delete(exchange);
      this.log.closed(entry, exchange.left.reason);
    };
    if (exchange.left.aborted) closed();
    else exchange.left.addEventListener("abort", closed, { once: true });

    try {
      await this.#play(response, exchange, entry, kind);
    } catch (error) {
      if (!exchange.left.aborted) throw error;
    }
  }

  /** Ends every open connection now, whatever its script says. */
  cut(how) {
    for (const exchange of [...this.#exchanges]) Promise.resolve(exchange[how]()).catch(() => {});
  }

  #choose(request) {
    const { responses, otherwise, repeat, countHead, preflight, requireAuthorization } = this.#script;
    const last = repeat && responses.length > 0 ? responses.length - 1 : undefined;
    const index = this.#served < responses.length ? this.#served : last;
    const response = responses[index] ?? otherwise;
    const name = index ?? "otherwise";

    if (isPreflight(request)) {
      const answer = response.preflight ?? preflight;
      return { kind: "preflights", name, response: { cors: response.cors, ...answer } };
    }
    const isProbe = request.method === "HEAD" || request.headers["sec-fetch-mode"] === "no-cors";
    if (isProbe && !countHead) return { kind: "probes", name, response };

    const required = response.requireAuthorization ?? requireAuthorization;
    if (required !== undefined && request.headers.authorization !== required) {
      // Refused requests use up no response: the script continues when the token is right.
      return { kind: "requests", name: "unauthorized", response: unauthorized(response, required) };
    }
    this.#served++;
    return { kind: "requests", name, response };
  }

  async #play(response, exchange, entry, kind) {
    const { request } = exchange;
    if (response.delay > 0) await exchange.sleep(response.delay);
    if (response.waitFor !== undefined) await this.signals.take(response.waitFor, exchange.left);

    const location = response.redirect?.replace(/\{(\w+)\}/g, (whole, place) => this.#places[place] ?? whole);
    const { bytes, chunked } = head(response, request, { location, preflight: kind === "preflights" });
    await exchange.head(bytes, { chunked: chunked && request.method !== "HEAD" });
    if (bytes !== "") this.log.opened(entry);

    if (request.method !== "HEAD") {
      const replay = new Replay(this.#script.events, lastEventIdOf(entry));
      for (const step of response.body) await this.#perform(step, exchange, replay);
    }
    if (!exchange.left.aborted) await exchange.end();
  }

  #perform(step, exchange, replay) {
    switch (step.verb) {
      case "raw":
        return exchange.write({ ...step, raw: true });
      case "replay":
        return exchange.write({ bytes: Buffer.from(replay.take(step.replay)) });
      case "sleep":
        return exchange.sleep(step.sleep);
      case "waitFor":
        return this.signals.take(step.waitFor, exchange.left);
      case "hold":
      case "end":
      case "fin":
      case "reset":
        return exchange[step.verb]();
      default:
        return exchange.write(step);
    }
  }
}

/** An OPTIONS request alone could be a request that a test makes on purpose. */
function isPreflight({ method, headers }) {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

function unauthorized(response, required) {
  const [scheme] = required.split(" ");
  return { status: 401, headers: [["www-authenticate", scheme]], cors: response.cors, delay: 0, body: [] };
}

function lastEventIdOf({ lastEventId, url }) {
  return lastEventId ?? new URLSearchParams(url.split("?", 2)[1]).get("lastEventId");
}
