// The demo's server: a departures board as an event stream that only a valid access token opens.
//
//   POST /login         { name }          -> { accessToken, expiresIn, refreshToken }
//   POST /token         { refreshToken }  -> the same, with a fresh access token
//   GET  /events        the stream; demands `Authorization: Bearer <access token>`
//   GET  /stats         { connections, opened, eventsSent, lastEventId, unauthorized }
//   POST /fault/drop    cuts every open stream's socket
//   POST /fault/expire  the access token in `Authorization` is void from now on; its streams end
//   GET  /market        prices, for the same token: prices.mjs
//   GET  /sensors       readings and alerts, for everybody and every origin: sensor-values.mjs
//   POST /answer        { question }  -> an answer word by word: answer.mjs
//   /lab                the laboratory: lab.mjs

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import compression from "compression";
import express from "express";
import { createAccessTokens } from "./access-tokens.mjs";
import { answer } from "./answer.mjs";
import { createDepartures } from "./departures.mjs";
import { createFeed } from "./feed.mjs";
import { createLab } from "./lab.mjs";
import { createPrices } from "./prices.mjs";
import { createSensors } from "./sensor-values.mjs";

const PAGE = fileURLToPath(new URL("../dist/", import.meta.url));

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
  const tokens = createAccessTokens(tokenLifetime);
  const departures = createDepartures({ tick, heartbeat, retry, logSize, history, snapshot });
  const app = express();
  app.disable("x-powered-by");
  app.use((_req, res, next) => {
    res.set(SECURITY_HEADERS);
    next();
  });
  app.use(refuseOtherSites);
  app.use(express.json({ limit: "4kb" }));

  app.post("/login", noStore, tokens.signIn);
  app.post("/token", noStore, tokens.refresh);
  app.get("/events", tokens.require, departures.open);
  app.get("/stats", noStore, (_req, res) => {
    res.json({ ...departures.stats(), unauthorized: tokens.denials });
  });
  app.post("/fault/drop", noStore, (_req, res) => {
    res.json({ dropped: departures.drop() });
  });
  app.post("/fault/expire", noStore, tokens.require, (_req, res) => {
    const { token } = res.locals;
    tokens.revoke(token);
    res.json({ ended: departures.endOf(token) });
  });
  app.get("/market", tokens.require, createFeed(createPrices(), { every: 400, history: 160 }));
  app.use("/sensors", forEverybody);
  app.get("/sensors", createFeed(createSensors(), { every: 400, history: 160 }));
  app.post("/answer", tokens.require, answer);
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

  const server = createServer(app);

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
      departures.start();
      const name = ["127.0.0.1", "::1", "0.0.0.0", "::"].includes(host) ? "localhost" : host;
      return `http://${name.includes(":") ? `[${name}]` : name}:${server.address().port}`;
    },

    /** Ends all streams cleanly and stops listening. */
    async close() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      departures.stop(() => setImmediate(() => server.closeIdleConnections()));
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
