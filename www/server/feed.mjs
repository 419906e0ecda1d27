// A stream for many readers, with replay after Last-Event-ID from a bounded log.

const LOG_SIZE = 1000;

/**
 * The route's handler.
 *
 * @param {() => { type: string, data: unknown }} next what happens
 * @param {object} options
 * @param {number} options.every milliseconds between two events
 * @param {number} options.history events that a page without a last event ID begins with
 */
export function createFeed(next, { every, history }) {
  const log = [];
  const readers = new Set();
  let id = 0;

  const happen = () => {
    id += 1;
    const { type, data } = next();
    const text = `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
    log.push({ id, text });
    if (log.length > LOG_SIZE) log.shift();
    for (const reader of readers) reader.write(text);
  };
  for (let count = 0; count < history; count += 1) happen();
  setInterval(happen, every).unref();

  return function feed(request, response) {
    const seen = Number(request.get("last-event-id"));
    const after = seen > 0 && seen <= id ? seen : id - history;
    const missed = log.filter((event) => event.id > after).map(({ text }) => text);
    response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
    response.write(`retry: 1000\n\n${missed.join("")}`);
    readers.add(response);
    response.on("close", () => readers.delete(response));
  };
}
