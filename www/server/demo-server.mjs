// The demo's server: a departures board as an event stream that only a valid access token opens.
//
//   POST /login         { name }          -> { accessToken, expiresIn, refreshToken }
//   POST /token         { refreshToken }  -> the same, with a fresh access token
//   GET  /events        the stream; demands `Authorization: Bearer <access token>`
//   GET  /stats         { connections, opened, unauthorized, eventsSent, lastEventId }
//   POST /fault/drop    cuts every open stream's socket
//   GET  /market        prices, for the same token: prices.mjs
//   GET  /sensors       readings and alerts, for everybody and every origin: sensor-values.mjs
//   POST /answer        { question }  -> an answer word by word: answer.mjs
//   /lab                the laboratory: lab.mjs
//   POST /fault/expire  the access token in `Authorization` is void from now on; its streams end
//
// A stream ends when its token expires, as with gateways. The client has to reconnect with a new token
// and its Last-Event-ID, and gets the events that it missed.

import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import compression from "compression";
import express from "express";
import jwt from "jsonwebtoken";
import { answer } from "./answer.mjs";
import { createFeed } from "./feed.mjs";
import { Airport } from "./flights.mjs";
import { createLab } from "./lab.mjs";
import { createPrices } from "./prices.mjs";
import { createSensors } from "./sensor-values.mjs";

const PAGE = fileURLToPath(new URL("../dist/", import.meta.url));
const ALGORITHM = "HS256";
/** The most recent sign-ins that are stored. */
const MAX_SESSIONS = 1000;
/** At most this many unread bytes; a slower reader is disconnected, and resumes. */
const MAX_BACKLOG = 8 << 20;

const SECURITY_HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
    "font-src 'self'; connect-src *; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * @param {object} [options]
 * @param {number} [options.tokenLifetime] seconds until an access token expires
 * @param {number} [options.tick] milliseconds between two events
 * @param {number} [options.heartbeat] milliseconds between two comments that keep the connection alive
 * @param {number} [options.retry] the reconnection time the stream asks for, in milliseconds
 * @param {number} [options.logSize] events kept for those who come back
 * @param {number} [options.history] events that happened before the server started
 * @param {number} [options.snapshot] events that a stream without Last-Event-ID starts with, so that its board is full
 * @param {string} [options.page] the folder of the built page
 */
export function createDemo({
  tokenLifetime = 30,
  tick = 1000,
  heartbeat = 10_000,
  retry = 1000,
  logSize = 10_000,
  history = 40,
  snapshot = 40,
  page = PAGE,
} = {}) {
  const run = randomUUID();
  const secret = randomBytes(32);
  const airport = new Airport();

  // --- tokens ---

  /** Refresh token -> name. */
  const sessions = new Map();
  /** Void access tokens: id -> when it would have expired anyway, in ms. */
  const revoked = new Map();

  function grant(refreshToken) {
    const now = Date.now();
    // Exact to the millisecond: the standard's NumericDate may have a fraction.
    const claims = {
      sub: sessions.get(refreshToken),
      jti: randomUUID(),
      iat: now / 1000,
      exp: now / 1000 + tokenLifetime,
    };
    return { accessToken: jwt.sign(claims, secret, { algorithm: ALGORITHM }), expiresIn: tokenLifetime, refreshToken };
  }

  /** Lets the request pass with `res.locals.token`, or answers 401 as RFC 6750 has it. */
  function requireToken(req, res, next) {
    const [, bearer] = /^Bearer +(\S+) *$/i.exec(req.get("authorization") ?? "") ?? [];
    if (bearer === undefined)
      return deny(res, "token_required", "Send an access token: Authorization: Bearer <token>.");
    try {
      const token = jwt.verify(bearer, secret, { algorithms: [ALGORITHM], clockTimestamp: Date.now() / 1000 });
      if (revoked.has(token.jti)) return deny(res, "invalid_token", "The access token was revoked.");
      res.locals.token = token;
    } catch (error) {
      const expired = error instanceof jwt.TokenExpiredError;
      return deny(res, "invalid_token", expired ? "The access token expired." : "The access token is not valid.");
    }
    next();
  }

  function deny(res, error, message) {
    stats.unauthorized += 1;
    const cause = error === "invalid_token" ? `, error="${error}", error_description="${message}"` : "";
    res.set("WWW-Authenticate", `Bearer realm="departures"${cause}`).status(401).json({ error, message });
  }

  // --- the stream ---

  /** The last `logSize` events, oldest first; their ids are consecutive. */
  const log = [];
  const streams = new Set();
  const stats = { opened: 0, unauthorized: 0, eventsSent: 0 };
  let lastEventId = 0;

  function happen() {
    lastEventId += 1;
    const data = JSON.stringify({ seq: lastEventId, run, at: new Date().toISOString(), ...airport.next() });
    const event = { id: lastEventId, text: `event: departure\nid: ${lastEventId}\ndata: ${data}\n\n` };
    log.push(event);
    if (log.length > logSize) log.shift();
    for (const stream of streams) send(stream, [event]);
  }

  function send(stream, events) {
    if (events.length === 0) return;
    if (stream.res.writableLength > MAX_BACKLOG) return stream.cut();
    stream.res.write(events.map((event) => event.text).join(""));
    stats.eventsSent += events.length;
  }

  /** What a client that has seen `id` has missed; for a client that has seen nothing, a full board. */
  function missedSince(id) {
    const seen = /^\d{1,15}$/.test(id ?? "") ? Number(id) : Number.NaN;
    // An id from the future is one of an earlier run of this server.
    const after = seen <= lastEventId ? seen : lastEventId - snapshot;
    return log.slice(Math.max(0, log.length - (lastEventId - after)));
  }

  function openStream(req, res) {
    const { token } = res.locals;
    res.set({
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-cache, no-transform",
      Connection: "keep-alive",
      "X-Accel-Buffering": "no",
    });
    res.flushHeaders();
    res.write(`: Connected\nretry: ${retry}\n\n`);

    const missed = missedSince(req.get("last-event-id"));
    const stream = { tokenId: token.jti, res, end, cut };
    const beat = setInterval(() => res.write(": heartbeat\n\n"), heartbeat);
    const expiry = setTimeout(end, token.exp * 1000 - Date.now());
    streams.add(stream);
    stats.opened += 1;
    send(stream, missed);
    res.write(`event: caught-up\ndata: {"replayed":${missed.length}}\n\n`);
    res.on("close", leave);

    function leave() {
      clearInterval(beat);
      clearTimeout(expiry);
      streams.delete(stream);
    }
    // Nothing may be written after the end, so it unsubscribes first.
    function end() {
      leave();
      res.end();
    }
    function cut() {
      leave();
      res.socket?.destroy();
    }
  }

  // --- the app ---

  const app = express();
  app.disable("x-powered-by");
  app.use((_req, res, next) => {
    res.set(SECURITY_HEADERS);
    next();
  });
  app.use(refuseOtherSites);
  app.use(express.json({ limit: "4kb" }));

  app.post("/login", noStore, (req, res) => {
    const name = typeof req.body?.name === "string" ? req.body.name.trim() : "";
    if (name === "" || name.length > 40) {
      return res.status(400).json({ error: "bad_name", message: "Give a name of 1 to 40 characters." });
    }
    const refreshToken = randomBytes(24).toString("base64url");
    sessions.set(refreshToken, name);
    if (sessions.size > MAX_SESSIONS) sessions.delete(sessions.keys().next().value);
    res.json(grant(refreshToken));
  });

  app.post("/token", noStore, (req, res) => {
    const { refreshToken } = req.body ?? {};
    if (!sessions.has(refreshToken))
      return deny(res, "invalid_token", "The refresh token is not known. Sign in again.");
    res.json(grant(refreshToken));
  });

  app.get("/events", requireToken, openStream);

  app.get("/stats", noStore, (_req, res) => {
    res.json({ connections: streams.size, ...stats, lastEventId });
  });

  app.post("/fault/drop", noStore, (_req, res) => {
    const dropped = streams.size;
    for (const stream of streams) stream.cut();
    res.json({ dropped });
  });

  app.post("/fault/expire", noStore, requireToken, (_req, res) => {
    const { jti, exp } = res.locals.token;
    for (const [id, until] of revoked) if (until <= Date.now()) revoked.delete(id);
    revoked.set(jti, exp * 1000);
    const own = [...streams].filter((stream) => stream.tokenId === jti);
    for (const stream of own) stream.end();
    res.json({ ended: own.length });
  });

  app.get("/market", requireToken, createFeed(createPrices(), { every: 400, history: 160 }));
  app.use("/sensors", forEverybody);
  app.get("/sensors", createFeed(createSensors(), { every: 400, history: 160 }));
  app.post("/answer", requireToken, answer);
  app.use("/lab", createLab());
  // Only the page: a stream must not wait until there is enough to compress.
  app.use(compression(), express.static(page, { setHeaders: keepForGood }));
  app.get("/", (_req, res) => {
    res.status(503).type("text").send("The page is not built yet. Run: npx vite build www\n");
  });
  app.use((_req, res) => {
    res.status(404).json({ error: "not_found", message: "There is nothing here." });
  });
  // Express knows an error handler by its four parameters.
  app.use((error, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) console.error(error);
    res.status(status).json({ error: "failed", message: status === 500 ? "The server failed." : error.message });
  });

  for (let before = 0; before < history; before += 1) happen();

  const server = createServer(app);
  let ticker;

  return {
    app,

    /** Starts the board and resolves to the page's address. Port 0 picks a free one. */
    async listen(port = 0, host = "127.0.0.1") {
      await new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          server.off("error", reject);
          resolve();
        });
      });
      ticker = setInterval(happen, tick);
      const name = ["127.0.0.1", "::1", "0.0.0.0", "::"].includes(host) ? "localhost" : host;
      return `http://${name.includes(":") ? `[${name}]` : name}:${server.address().port}`;
    },

    /** Ends all streams cleanly and stops listening. */
    async close() {
      clearInterval(ticker);
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const stream of streams) {
        stream.res.once("close", () => setImmediate(() => server.closeIdleConnections()));
        stream.end();
      }
      // A reader that does not read would keep its connection for ever.
      const deadline = setTimeout(() => server.closeAllConnections(), 500);
      await closed;
      clearTimeout(deadline);
    },
  };
}

function noStore(_req, res, next) {
  res.set("Cache-Control", "no-store");
  next();
}

/** Files with a digest in their name never change. */
function keepForGood(res, path) {
  if (path.includes("/assets/")) res.set("Cache-Control", "public, max-age=31536000, immutable");
}

/** Also for pages of other origins, with whatever headers they send. */
function forEverybody(req, res, next) {
  res.set({
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*, Authorization",
    "Cross-Origin-Resource-Policy": "cross-origin",
  });
  if (req.method === "OPTIONS") return res.status(204).end();
  next();
}

/** Another site's page must not be able to press this page's buttons. */
function refuseOtherSites(req, res, next) {
  const site = req.get("sec-fetch-site") ?? "none";
  if (req.method === "POST" && site !== "same-origin" && site !== "none") {
    return res.status(403).json({ error: "cross_site", message: "Only the demo's own page may do this." });
  }
  next();
}
