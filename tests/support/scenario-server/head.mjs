// The head of a response: defaults, CORS, and the script's headers over both.

import { STATUS_CODES } from "node:http";
import { hasNoBody } from "./script.mjs";

/** The steps after which a body does not end cleanly, or ends only when the test says so. */
const CUTTING = new Set(["hold", "fin", "reset"]);

/** @returns {{bytes: string, chunked: boolean}} one character per byte */
export function head(response, request, { location, preflight }) {
  if (response.rawHead !== undefined) return { bytes: response.rawHead, chunked: false };

  const own = response.headers.filter(([, value]) => value !== null);
  const named = new Set(response.headers.map(([name]) => name.toLowerCase()));
  const missing = ([name]) => !named.has(name);
  const headers = [...defaults(response, named, location).filter(missing), ...own];
  const cors = preflight ? corsOfPreflight(response.cors, request) : corsOfResponse(response.cors, request, headers);
  headers.push(...cors.filter(missing));

  const { status, statusText = STATUS_CODES[status] ?? "" } = response;
  const lines = [`HTTP/1.1 ${status} ${statusText}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const chunked = headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && /chunked/i.test(value));
  return { bytes: `${lines.join("\r\n")}\r\n\r\n`, chunked };
}

function defaults({ status, body }, named, location) {
  const headers = [["cache-control", "no-store"]];
  // One exchange per connection: a browser silently repeats a request that fails on a reused connection. But Node's fetch
  // considers any end of a connection with `Connection: close` a clean end of the body.
  if (!body.some(({ verb }) => CUTTING.has(verb))) headers.push(["connection", "close"]);
  if (status === 200) headers.push(["content-type", "text/event-stream"]);
  if (location !== undefined) headers.push(["location", location]);
  if (!hasNoBody(status) && !named.has("content-length")) headers.push(["transfer-encoding", "chunked"]);
  return headers;
}

function corsOfResponse(cors, request, headers) {
  // With credentials "*" is not a wildcard, so the names are listed.
  return allowed(cors, request, ({ exposeHeaders = headers.map(([name]) => name).join(", ") }) => [
    ["access-control-expose-headers", exposeHeaders],
  ]);
}

function corsOfPreflight(cors, request) {
  const {
    "access-control-request-headers": requestedHeaders = "",
    "access-control-request-method": requestedMethod = "",
  } = request.headers;
  return allowed(cors, request, ({ allowHeaders = requestedHeaders, allowMethods = requestedMethod }) => [
    ["access-control-allow-methods", allowMethods],
    ["access-control-allow-headers", allowHeaders],
    // A cached preflight would be missing from the log.
    ["access-control-max-age", "0"],
  ]);
}

function allowed(cors, request, more) {
  const { origin } = request.headers;
  if (cors === null || origin === undefined) return [];
  const headers = [["access-control-allow-origin", cors.origin ?? origin], ...more(cors)];
  if (cors.credentials ?? true) headers.push(["access-control-allow-credentials", "true"]);
  return headers.filter(([, value]) => value !== "");
}
