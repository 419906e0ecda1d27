// `POST /api/token` gives an access token, `GET /api/prices` is the stream.

import express from "express";
import { eventsAfter, follow } from "./prices.js";
import { issue, timeLeft } from "./tokens.js";

/** In ms: shorter than the shortest timeout of all gateways on the way. */
const HEARTBEAT = 15_000;
/** In bytes: a client that reads more slowly than this is disconnected, and resumes. */
const MOST_UNREAD = 1_000_000;

export const app = express();

app.post("/api/token", (_request, response) => {
  response.json({ token: issue() });
});

app.get("/api/prices", (request, response) => {
  const left = timeLeft(request.get("authorization"));
  if (left === 0) {
    response.status(401).set("WWW-Authenticate", "Bearer").end();
    return;
  }
  response.writeHead(200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no", // nginx passes each event on at once
  });
  const send = (text) => {
    response.write(text);
    if (response.writableLength > MOST_UNREAD) response.destroy();
  };
  // The comment lets the head out, also where there is nothing to replay.
  send(`retry: 1000\n:\n\n${eventsAfter(request.get("last-event-id"))}`);

  const unfollow = follow(send);
  const heartbeat = setInterval(send, HEARTBEAT, ":\n\n");
  const expiry = setTimeout(() => response.end(), left); // a stream must not outlive its token
  response.on("close", () => {
    unfollow();
    clearInterval(heartbeat);
    clearTimeout(expiry);
  });
});
