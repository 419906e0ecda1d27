// A market: prices that walk at random, replayed after Last-Event-ID from a bounded log.

const SYMBOLS = { OSLO: 182.4, LIMA: 41.07, KOBE: 913.5, BERN: 77.77 };
const EVERY = 400;
const LOG_SIZE = 1000;
/** What a page without a last event ID begins with. */
const HISTORY = 160;

export function createMarket() {
  const prices = { ...SYMBOLS };
  const log = [];
  const readers = new Set();
  let id = 0;

  const trade = () => {
    id += 1;
    const symbol = Object.keys(prices)[id % 4];
    prices[symbol] = Math.max(1, prices[symbol] * (1 + (Math.random() - 0.5) / 60));
    const text = `event: price\nid: ${id}\ndata: ${JSON.stringify({ symbol, price: Number(prices[symbol].toFixed(2)) })}\n\n`;
    log.push({ id, text });
    if (log.length > LOG_SIZE) log.shift();
    for (const reader of readers) reader.write(text);
  };
  for (let count = 0; count < HISTORY; count += 1) trade();
  const ticker = setInterval(trade, EVERY);
  ticker.unref();

  return function market(request, response) {
    const seen = Number(request.get("last-event-id"));
    const after = seen > 0 && seen <= id ? seen : id - HISTORY;
    response.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
    response.write(
      `retry: 1000\n\n${log
        .filter((event) => event.id > after)
        .map(({ text }) => text)
        .join("")}`,
    );
    readers.add(response);
    response.on("close", () => readers.delete(response));
  };
}
