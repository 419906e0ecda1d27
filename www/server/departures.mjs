// The departures board as an event stream, with replay after Last-Event-ID. A stream ends when its token expires, as with
// gateways: the client has to reconnect with a new token, and gets the events that it missed.

import { randomUUID } from "node:crypto";
import { Airport } from "./flights.mjs";

/** At most this many unread bytes; a slower reader is disconnected, and resumes. */
const MAX_BACKLOG = 8 << 20;

/** Takes those options of `createDemo` that are about the board. */
export function createDepartures({ tick, heartbeat, retry, logSize, history, snapshot }) {
  const run = randomUUID();
  const airport = new Airport();
  /** The last `logSize` events, oldest first; their ids are consecutive. */
  const log = [];
  const streams = new Set();
  let opened = 0;
  let eventsSent = 0;
  let lastEventId = 0;
  let ticker;

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
    eventsSent += events.length;
  }

  /** What a client that has seen `id` has missed; for a client that has seen nothing, a full board. */
  function missedSince(id) {
    const seen = /^\d{1,15}$/.test(id ?? "") ? Number(id) : Number.NaN;
    // An id from the future is one of an earlier run of this server.
    const after = seen <= lastEventId ? seen : lastEventId - snapshot;
    return log.slice(Math.max(0, log.length - (lastEventId - after)));
  }

  for (let before = 0; before < history; before += 1) happen();

  return {
    /** Handles `GET /events`, after the token was checked. */
    open(req, res) {
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
      opened += 1;
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
    },

    stats: () => ({ connections: streams.size, opened, eventsSent, lastEventId }),

    /** Cuts the socket of each stream. Gives their number. */
    drop() {
      const dropped = streams.size;
      for (const stream of streams) stream.cut();
      return dropped;
    },

    /** Ends the streams of a token cleanly. Gives their number. */
    endOf({ jti }) {
      const own = [...streams].filter((stream) => stream.tokenId === jti);
      for (const stream of own) stream.end();
      return own.length;
    },

    /** An event happens each `tick` from now on. */
    start() {
      ticker = setInterval(happen, tick);
    },

    /** No event happens any more. Ends all streams cleanly, and calls back for each that has ended. */
    stop(ended) {
      clearInterval(ticker);
      for (const stream of streams) {
        stream.res.once("close", ended);
        stream.end();
      }
    },
  };
}
