// The faults of the laboratory. Times are in ms since the run began.

/** When the fault strikes. */
export const STRIKE = 2000;

/** The duration of a lasting fault. */
const LASTS = 3000;

/** A dripping stream's time for a byte. */
const BYTE = 10;

const isBad = (now) => now >= STRIKE && now < STRIKE + LASTS;

/**
 * `strike` is done to each stream that is open when the fault strikes; `answer` is asked for each request, and says
 * whether it has answered it; `write` sends the text of one event, if not as it is. `isFinal`: the server wants nobody back.
 */
export const FAULTS = {
  drop: { strike: (stream) => stream.cut() },
  reset: { strike: (stream) => stream.reset() },
  end: { strike: (stream) => stream.end() },
  mute: { strike: (stream) => stream.mute() },
  drip: { write: (stream, text, now) => stream.drip(text, isBad(now) ? BYTE : 0) },
  buffer: { write: (stream, text, now) => stream.hold(text, now < STRIKE + LASTS) },
  token: {
    strike: (stream) => stream.end(),
    // The token that a client has is void from the strike on.
    answer: (request, response, now) => {
      const expected = now < STRIKE ? "Bearer old" : "Bearer new";
      return request.get("authorization") === expected ? false : refuse(response, 401);
    },
  },
  unauthorized: {
    isFinal: true,
    strike: (stream) => stream.end(),
    answer: (_request, response, now) => now >= STRIKE && refuse(response, 401),
  },
  unavailable: {
    strike: (stream) => stream.cut(),
    answer: (_request, response, now) => isBad(now) && refuse(response, 503, { "Retry-After": "2" }),
  },
  deploy: {
    strike: (stream) => stream.end(),
    answer: (_request, response, now) => isBad(now) && refuse(response, 502),
  },
  "no-content": {
    isFinal: true,
    strike: (stream) => stream.end(),
    answer: (_request, response, now) => now >= STRIKE && refuse(response, 204),
  },
  login: {
    strike: (stream) => stream.cut(),
    answer: (_request, response, now) => {
      if (!isBad(now)) return false;
      response.status(200).type("html").send("<title>Please sign in</title>\n\ndata: this is no event\n\n");
      return true;
    },
  },
  "retry-0": {
    hello: "retry: 0\n\n",
    strike: (stream) => stream.end(),
    answer: (_request, response, now) => {
      if (!isBad(now)) return false;
      response.status(200).type("text/event-stream").send("retry: 0\n\n");
      return true;
    },
  },
  "retry-huge": { hello: "retry: 3000000000\n\n", strike: (stream) => stream.cut() },
  flood: { strike: (stream) => stream.flood(100_000) },
  giant: { strike: (stream) => stream.write(`event: giant\ndata: ${"x".repeat(8 << 20)}\n\n`) },
};

function refuse(response, status, headers = {}) {
  response.status(status).set(headers).end();
  return true;
}
