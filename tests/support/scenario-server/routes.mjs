// The routes of the server: `/s/<id>` serves the scenario, the others are for its test.

import { randomBytes } from "node:crypto";
import { milliseconds, ScriptError } from "./check.mjs";
import { Exchange } from "./exchange.mjs";
import { Scenario } from "./scenario.mjs";
import { parseScenario } from "./script.mjs";

/** Creates the listener for requests. `origins` is filled once the ports are known. */
export function routes(shelf, origins) {
  const doors = [
    ["POST", /^\/scenarios$/, create],
    ["GET", /^\/log\/([^/]+)$/, readLog],
    ["POST", /^\/signal\/([^/]+)\/([^/]+)$/, signal],
    ["POST", /^\/cut\/([^/]+)\/(end|fin|reset)$/, cut],
    ["GET", /^\/origins$/, () => json(origins)],
    ["GET", /^\/page$/, page],
    ["GET", /^\/favicon\.ico$/, () => ({ status: 204 })],
  ];

  return async (request, response) => {
    const [path, query] = request.url.split("?", 2);
    const [, id] = /^\/s\/([^/]+)/.exec(path) ?? [];
    const scenario = shelf.use(id);
    if (scenario) return play(scenario, request);

    const { status = 200, headers = {}, body = "" } = await knock({ request, response, path, query });
    if (!response.destroyed) response.writeHead(status, { ...OPEN_TO_ALL, ...headers }).end(body);
  };

  async function knock({ request, response, path, query }) {
    if (request.method === "OPTIONS") return { status: 204 };
    for (const [method, pattern, open] of doors) {
      const match = pattern.exec(path);
      if (!match || request.method !== method) continue;
      const parts = match.slice(1).map(decodeURIComponent);
      try {
        return await open({ request, response, query: new URLSearchParams(query), parts });
      } catch (error) {
        return plain(error instanceof ScriptError ? 400 : 500, error.message);
      }
    }
    return plain(404, `nothing at ${request.method} ${path}; a scenario is forgotten when it is long unused`);
  }

  async function create({ request }) {
    const script = parseScenario((await bodyOf(request)).toString());
    const id = randomBytes(6).toString("hex");
    const { first, second } = origins;
    shelf.put(id, new Scenario(script, { first, second, id }));
    return json({
      id,
      url: `${first}/s/${id}`,
      secondUrl: `${second}/s/${id}`,
      // On the other origin, because a browser opens six connections to one, and a test's streams may use all of them.
      log: `${second}/log/${id}`,
      signal: `${second}/signal/${id}`,
      cut: `${second}/cut/${id}`,
    });
  }

  async function readLog({ response, query, parts: [id] }) {
    const { log } = find(id);
    if (!query.has("until")) return json(log);
    const timeout = milliseconds(Number(query.get("timeout") ?? 5000), "timeout");
    const left = new AbortController();
    response.once("close", () => left.abort());
    const reached = await log.until(query.get("until"), timeout, left.signal);
    return json(log, reached ? 200 : 504);
  }

  function signal({ parts: [id, name] }) {
    find(id).signals.give(name);
    return { status: 204 };
  }

  function cut({ parts: [id, how] }) {
    find(id).cut(how);
    return { status: 204 };
  }

  function find(id) {
    const scenario = shelf.use(id);
    if (!scenario) throw new ScriptError(`no scenario ${id}; one is forgotten when it is long unused`);
    return scenario;
  }
}

const OPEN_TO_ALL = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "cache-control": "no-store",
  // A reused connection could serve a scenario next, and hide its failures by repeating the request.
  connection: "close",
};

const BLANK_PAGE = "<!doctype html><html lang=en><meta charset=utf-8><title>Blank page</title></html>";

async function play(scenario, request) {
  const exchange = new Exchange(request);
  let body;
  try {
    body = await bodyOf(request);
  } catch {
    return; // The client left before it had asked for anything.
  }
  await scenario.serve(exchange, body.toString());
}

/** Other parameters are headers of the page: `/page?cross-origin-opener-policy=same-origin`. */
function page({ query }) {
  const headers = { "content-type": "text/html; charset=utf-8" };
  for (const [name, value] of query) headers[name === "csp" ? "content-security-policy" : name] = value;
  return { headers, body: BLANK_PAGE };
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function json(value, status) {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

function plain(status, message) {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: message };
}
