// A backend as apps have it: events with ids, tokens that expire, connections that drop.

/** The numbers that an app has to show, in order, none lost and none doubled. */
export const NUMBERS = Array.from({ length: 12 }, (_, index) => index + 1);

/** After so many events a token is no longer accepted. */
const EVENTS_PER_TOKEN = 5;
/** After so many events a connection is reset. */
const EVENTS_PER_CONNECTION = 3;
const PAUSE = 20;

export class Feed {
  /** How many requests came without a good token. */
  refusals = 0;
  drops = 0;
  #tokens = new Map();

  /** A new token. */
  issue() {
    const token = `token-${this.#tokens.size + 1}`;
    this.#tokens.set(token, EVENTS_PER_TOKEN);
    return token;
  }

  /** The token of a request, or `undefined` after it was refused with 401. */
  authorize(request, response) {
    const token = tokenOf(request);
    if (this.#tokens.get(token) > 0) {
      return token;
    }
    this.refusals += 1;
    response
      .writeHead(401, { "Content-Type": "text/plain", "WWW-Authenticate": "Bearer" })
      .end("The token is not valid.");
    return undefined;
  }

  isGood(token) {
    return this.#tokens.get(token) > 0;
  }

  /** The numbers after `last`, until the token has expired or the connection is due to drop. */
  async *numbers(socket, token, last, { drop = () => this.cut(socket), expired = drop } = {}) {
    let sent = 0;
    for (const number of NUMBERS.filter((one) => one > last)) {
      if (socket.destroyed) {
        return;
      }
      if (!this.isGood(token)) {
        expired();
        return;
      }
      if (sent === EVENTS_PER_CONNECTION) {
        drop();
        return;
      }
      this.spend(token);
      sent += 1;
      yield number;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  /** Of a stream that a library writes: it drops when it is due, and what is written then is lost. */
  meter(token, socket, response, isNumber) {
    const write = response.write.bind(response);
    let sent = 0;
    let isDue = false;
    response.write = (chunk, ...rest) => {
      const counts = isNumber(String(Buffer.from(chunk)));
      if (counts && !isDue && (sent === EVENTS_PER_CONNECTION || !this.isGood(token))) {
        isDue = true;
        this.cut(socket);
      }
      if (isDue) {
        return true;
      }
      if (counts) {
        sent += 1;
        this.spend(token);
      }
      return write(chunk, ...rest);
    };
  }

  /** One event more was sent for a token. */
  spend(token) {
    this.#tokens.set(token, this.#tokens.get(token) - 1);
  }

  /** Ends a connection in the middle of its response, when all is sent: for clients that do not resume by ids. */
  cut(socket) {
    this.drops += 1;
    socket.destroySoon();
  }

  /** The same at once; the reset may overtake what was written. */
  reset(socket) {
    this.drops += 1;
    socket.resetAndDestroy();
  }

  /** `/events`: a plain event stream; what one event looks like is the caller's. */
  async stream(request, response, format = (number) => `data: ${number}\n`) {
    const token = this.authorize(request, response);
    if (token) {
      response.writeHead(200, STREAM).write("retry: 10\n\n");
      const last = Number(request.headers["last-event-id"] ?? 0);
      const drop = () => this.reset(request.socket);
      for await (const number of this.numbers(request.socket, token, last, { drop })) {
        response.write(`id: ${number}\n${format(number)}\n`);
      }
    }
  }
}

export const STREAM = { "Content-Type": "text/event-stream", "Cache-Control": "no-store" };

/** Libraries that cannot send a header put it into the query. */
export function tokenOf({ url, headers }) {
  const inQuery = new URL(url, "http://localhost").searchParams.get("access_token");
  return headers.authorization?.replace(/^Bearer /, "") ?? inQuery ?? "";
}
