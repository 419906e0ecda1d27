// The server's log for tests: every request, its start, its end, and the side that ended it.

import { ScriptError } from "./check.mjs";

export class Log {
  requests = [];
  preflights = [];
  probes = [];
  openNow = 0;
  maxOpen = 0;
  #born = performance.now();
  #watchers = new Set();

  /** @param {"requests" | "preflights" | "probes"} kind */
  arrival(kind, exchange, body, response) {
    const { method, url, rawHeaders } = exchange.request;
    const headers = headersByName(rawHeaders);
    const idHeader = headers["last-event-id"];
    const lastEventId = idHeader === undefined ? undefined : Buffer.from(idHeader, "latin1");
    const entry = {
      n: this[kind].length + 1,
      method,
      url,
      headers,
      lastEventId: lastEventId?.toString("utf8") ?? null,
      lastEventIdBytes: lastEventId?.toString("base64") ?? null,
      body,
      response,
      at: this.#now(),
      openedAt: null,
      closedAt: null,
      closedBy: null,
      // Evaluated when the test reads it, so that it shows the progress of a stalled write.
      get bytesWritten() {
        return exchange.bytesWritten;
      },
    };
    this[kind].push(entry);
    if (kind === "requests") this.maxOpen = Math.max(this.maxOpen, ++this.openNow);
    this.#changed();
    return entry;
  }

  opened(entry) {
    entry.openedAt = this.#now();
    this.#changed();
  }

  closed(entry, by) {
    entry.closedAt = this.#now();
    entry.closedBy = by;
    if (this.requests.includes(entry)) this.openNow--;
    this.#changed();
  }

  /**
   * Resolves with whether the condition became true within the time. A condition is a list such as `requests:3,open:0`, all
   * parts of which must hold at once.
   */
  until(condition, timeout, left) {
    const holds = parseCondition(condition);
    return new Promise((resolve) => {
      const settle = (reached) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        left.removeEventListener("abort", leave);
        resolve(reached);
      };
      const look = () => holds(this) && settle(true);
      const leave = () => settle(false);
      const timer = setTimeout(leave, timeout);
      this.#watchers.add(look);
      left.addEventListener("abort", leave);
      look();
    });
  }

  #now() {
    return Math.round((performance.now() - this.#born) * 10) / 10;
  }

  #changed() {
    for (const look of [...this.#watchers]) look();
  }
}

const count = (list) => (log, n) => list(log).length >= n;

const CONDITIONS = {
  requests: count((log) => log.requests),
  preflights: count((log) => log.preflights),
  probes: count((log) => log.probes),
  opened: count((log) => log.requests.filter(({ openedAt }) => openedAt !== null)),
  closed: count((log) => log.requests.filter(({ closedAt }) => closedAt !== null)),
  open: (log, n) => log.openNow === n,
};

function parseCondition(condition) {
  const parts = condition.split(",").map((part) => {
    const [, name, n] = /^(\w+):(\d+)$/.exec(part) ?? [];
    if (!Object.hasOwn(CONDITIONS, name)) {
      throw new ScriptError(`until: expected one of ${Object.keys(CONDITIONS).join(", ")} and a number, got "${part}"`);
    }
    return (log) => CONDITIONS[name](log, Number(n));
  });
  return (log) => parts.every((holds) => holds(log));
}

/** Keeps all headers: Node's own table drops some repeated ones. */
function headersByName(rawHeaders) {
  const headers = Object.create(null);
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i].toLowerCase();
    headers[name] = name in headers ? `${headers[name]}, ${rawHeaders[i + 1]}` : rawHeaders[i + 1];
  }
  return headers;
}
